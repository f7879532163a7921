#include "nursery.h"

static struct error *work_x(void *arg)
{
    ++*(int *)arg;
    return NULL;
}

struct error *all_x(int n_x)
{
    struct nursery *all_x = nursery_open();
    for (int i_x = 0; i_x < n_x; i_x++)
        nursery_spawn(all_x, work_x, &n_x);
    nursery_spawn_with(all_x, work_x, &n_x, .eager = true);
    nursery_spawn_with(all_x, work_x, &n_x, .name = "task_go(work_x, NULL)");
    if (n_x > 3)
        nursery_spawn(all_x, work_x, &n_x);
    (nursery_spawn(all_x, work_x, &n_x));
    return nursery_close(all_x, NULL);
}
