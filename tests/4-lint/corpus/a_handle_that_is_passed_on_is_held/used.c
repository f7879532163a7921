// Looked into, or used in ways that nobody follows.
#include "task.h"

struct error *work_x(void *arg);

uint64_t use_x(struct task *all_x[], int n_x)
{
    struct task *t_x = (struct task *)(uintptr_t)task_go(work_x, NULL);
    __asm__ volatile("" : : "r"(task_go(work_x, NULL)));
    __asm__ volatile("" : : "r"(t_x) : "memory");
    if (task_go(work_x, NULL)->id > 3)
        n_x++;
    all_x[n_x] = *&(struct task *){task_go(work_x, NULL)};
    return task_go(work_x, NULL)->id;
}
