#include "task.h"

#define FIRE_X(fn) task_go(fn, NULL)
#define FIRE_TWICE(fn)                                                         \
    do {                                                                       \
        task_go(fn, NULL);                                                     \
    } while (0)

struct error *work_x(void *arg);

void shoot_x(int n_x)
{
    /*!task_go*/FIRE_X(work_x);
    if (n_x > 1)
        /*!task_go*/FIRE_X(work_x);
    /*!task_go*/FIRE_TWICE(work_x);
}
