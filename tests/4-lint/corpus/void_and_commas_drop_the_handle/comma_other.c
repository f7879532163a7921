// Commas between arguments, values and names are no operators.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(struct task *first_x, struct task *second_x);

struct two_x {
    struct task *left, *right;
};

struct two_x lists_x(void)
{
    keep_x(task_go(work_x, NULL), task_go(work_x, NULL));
    struct task *a_x = task_go(work_x, NULL), *b_x = task_go(work_x, NULL);
    keep_x(a_x, b_x);
    struct two_x two_x = {task_go(work_x, NULL), task_go(work_x, NULL)};
    return two_x;
}
