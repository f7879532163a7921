#include "task.h"

#define GO task_go
#define SEND(what) GO(what, NULL)
#define SEND_OFF(what) SEND(what)

struct error *work_x(void *arg);

void send_x(struct task **out_x)
{
    /*!task_go*/GO(work_x, NULL);
    /*!task_go*/SEND(work_x);
    /*!task_go*/SEND_OFF(work_x); *out_x = SEND_OFF(work_x);
    (void)/*!task_go*/SEND_OFF(work_x);
}
