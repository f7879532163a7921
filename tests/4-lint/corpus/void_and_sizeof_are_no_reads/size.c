#include "task.h"

struct error *work_x(void *arg);

unsigned long size_x(void)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    return sizeof t_x + sizeof(t_x);
}

unsigned long pointee_x(void)
{
    struct task *t_x;
    t_x = /*!task_go*/task_go(work_x, NULL);
    return sizeof(*t_x) + sizeof(t_x->id) + __alignof__(t_x);
}
