// It is tested while it is stored, and then nobody reads it.
#include "task.h"

struct error *work_x(void *arg);

int ask_x(void)
{
    struct task *t_x;
    if ((t_x = /*!task_go*/task_go(work_x, NULL)) != NULL)
        return 1;
    while (!(t_x = /*!task_go*/task_go(work_x, NULL)))
        return 2;
    return (t_x = /*!task_go*/task_go(work_x, NULL)) ? 3 : 4;
}
