// The last statement is its value, which may be held.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(struct task *task_x);

struct task *give_x(void)
{
    keep_x(({ task_go(work_x, NULL); }));
    struct task *t_x = ({
        /*!task_go*/task_go(work_x, NULL);
        task_go(work_x, NULL);
    });
    keep_x(t_x);
    return ({ ({ task_go(work_x, NULL); }); });
}
