#include "task.h"
#pragma GCC diagnostic ignored "-Wunused-result"
#pragma some unknown words task_go(work, NULL);

#define QUIET(statement)                                                       \
    _Pragma("GCC diagnostic push")                                             \
    _Pragma("GCC diagnostic ignored \"-Wunused-variable\"")                    \
    statement;                                                                 \
    _Pragma("GCC diagnostic pop")

struct error *work_x(void *arg);

void hush_x(void)
{
    _Pragma("GCC diagnostic push")
    QUIET(task_forget(task_go(work_x, NULL)))
    QUIET(/*!task_go*/task_go(work_x, NULL))
    _Pragma("GCC diagnostic pop")
}
