// The address of what it points to is a read of the variable, and no more.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(const void *arg);

struct both_x {
    struct task *task;
};

struct both_x begin_x(void) MARK_GIVES_TASK;

void pointed_x(struct task *t_x, struct both_x both_x)
{
    keep_x(&t_x->id);
    t_x = /*!task_go*/task_go(work_x, NULL);
    keep_x(&both_x.task->id);
    both_x = /*!begin_x*/begin_x();
}
