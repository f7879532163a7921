// At the end of its block something reads it.
#include "task.h"

struct error *work_x(void *arg);

static void give_up_x(struct task **task_x)
{
    if (*task_x != NULL)
        task_forget(*task_x);
}

#define GUARD __attribute__((cleanup(give_up_x)))

void guarded_x(int n_x)
{
    __attribute__((cleanup(give_up_x))) struct task *a_x = task_go(work_x, NULL);
    struct task *b_x __attribute__((unused, cleanup(give_up_x))) = NULL;
    for (int i_x = 0; i_x < n_x; i_x++) {
        GUARD struct task *c_x = task_go(work_x, NULL);
    }
    b_x = task_go(work_x, NULL);
}
