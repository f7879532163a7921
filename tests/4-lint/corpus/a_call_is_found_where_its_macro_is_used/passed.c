// In an argument of a macro the call stands where it is written.
#include "task.h"

#define ALWAYS(statement) { statement; }
#define WHEN(condition, statement)                                             \
    if (condition)                                                             \
    statement

struct error *work_x(void *arg);

void pass_x(int n_x)
{
    ALWAYS(/*!task_go*/task_go(work_x, NULL))
    WHEN(n_x > 3, /*!task_go*/task_go(work_x, &n_x));
    ALWAYS(n_x = 0; /*!task_go*/task_go(work_x, NULL))
}
