//: refused
#include "task.h"

struct error *work_x(void *arg);

void start_x(struct unheard_of_x all_x, unheard_of_too_x n_x)
{
    task_go(work_x, NULL);
    struct task *t_x = task_go(work_x, &n_x);
}
