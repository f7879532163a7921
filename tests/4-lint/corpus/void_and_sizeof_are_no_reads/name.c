// void by another name is void.
#include "task.h"

typedef void nothing_x;
#define DISCARD(what) ((nothing_x)(what))

struct error *work_x(void *arg);

void hush_x(void)
{
    struct task *a_x = /*!task_go*/task_go(work_x, NULL);
    struct task *b_x = /*!task_go*/task_go(work_x, NULL);
    (nothing_x)a_x;
    DISCARD(b_x);
}
