// Functions whose names are made by a macro.
#include "task.h"

#define TASK(name) static struct error *name(void *arg)
#define NAMED(name) void name##_now(void *arg)

TASK(work_x)
{
    return arg;
}

TASK(more_x)
{
    /*!task_go*/task_go(work_x, arg);
    return NULL;
}

NAMED(start)
{
    /*!task_go*/task_go(more_x, arg);
}
