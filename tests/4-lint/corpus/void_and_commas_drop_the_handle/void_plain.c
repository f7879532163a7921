#include "task.h"

#define IGNORE(what) (void)(what)

struct error *work_x(void *arg);

void hush_x(int n_x)
{
    (void)/*!task_go*/task_go(work_x, NULL);
    (void)(/*!task_go*/task_go(work_x, NULL));
    (void)(void *)/*!task_go*/task_go(work_x, NULL);
    IGNORE(/*!task_go*/task_go(work_x, &n_x));
    if (n_x > 0)
        (void)/*!task_go*/task_go(work_x, NULL);
}
