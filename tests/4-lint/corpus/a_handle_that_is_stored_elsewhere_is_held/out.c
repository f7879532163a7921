#include "task.h"

struct error *work_x(void *arg);
void fill_x(struct task **slot_x);

void out_x(struct task **first_x, struct task ***second_x, void **third_x)
{
    *first_x = task_go(work_x, NULL);
    **second_x = task_go(work_x, NULL);
    *third_x = task_go(work_x, NULL);
    *(struct task **)third_x = task_go(work_x, NULL);
    *first_x = *third_x = task_go(work_x, NULL);
}
