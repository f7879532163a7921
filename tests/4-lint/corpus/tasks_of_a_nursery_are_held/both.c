// A nursery beside a task of one's own, which is held.
#include "nursery.h"

struct error *work_x(void *arg);

struct error *both_x(void *arg_x)
{
    bool done_x;
    struct task *t_x = task_go(work_x, arg_x);
    struct nursery *n_x = nursery_open_with(.name = "all", .shield = true);
    nursery_spawn(n_x, work_x, t_x);
    nursery_spawn(n_x, work_x, nursery_owner(n_x));
    struct error *err_x = nursery_close(n_x, task_join(t_x, &done_x));
    return err_x;
}
