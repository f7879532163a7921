// The mark comes with a later declaration.
#include "task.h"

struct task *start_x(void *arg);
struct task *start_x(void *arg) MARK_GIVES_TASK;
struct task *open_x(void *arg);

MARK_GIVES_TASK struct task *open_x(void *arg)
{
    return start_x(arg);
}

void later_x(void)
{
    /*!start_x*/start_x(NULL);
    /*!open_x*/open_x(NULL);
}
