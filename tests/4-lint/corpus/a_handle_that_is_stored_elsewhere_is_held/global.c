#include "task.h"

struct error *work_x(void *arg);

struct task *global_x;
static struct task *hidden_x;
extern struct task *foreign_x;
static _Thread_local struct task *mine_x;

void stay_x(int n_x)
{
    static struct task *kept_x;
    extern struct task *elsewhere_x;
    if (n_x > 3)
        global_x = task_go(work_x, NULL);
    else
        hidden_x = task_go(work_x, NULL);
    foreign_x = task_go(work_x, NULL);
    mine_x = task_go(work_x, NULL);
    kept_x = task_go(work_x, NULL);
    elsewhere_x = n_x > 4 ? task_go(work_x, NULL) : NULL;
}
