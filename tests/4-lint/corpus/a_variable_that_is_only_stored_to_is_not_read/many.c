// Stored to in many ways: each handle is gone.
#include "task.h"

struct error *work_x(void *arg);

void many_x(int n_x, struct task *other_x)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    switch (n_x) {
    case 1:
        t_x = /*!task_go*/task_go(work_x, NULL);
        break;
    case 2:
        t_x = other_x;
        break;
    default:
        t_x /* of all others */ = /*!task_go*/task_go(work_x, NULL);
    }
    t_x
        = n_x > 7
              ? other_x
              : /*!task_go*/task_go(work_x, NULL);
}
