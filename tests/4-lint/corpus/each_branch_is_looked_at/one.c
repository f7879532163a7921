// One branch holds it, the other one does not.
#include "task.h"

struct error *work_x(void *arg);
static struct task *slot_x;

void one_x(int n_x)
{
    if (n_x > 0) {
        slot_x = task_go(work_x, NULL);
    } else {
        struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    }
    switch (n_x) {
    case 4:
        slot_x = task_go(work_x, NULL);
        break;
    case 5:
        /*!task_go*/task_go(work_x, slot_x);
    }
}
