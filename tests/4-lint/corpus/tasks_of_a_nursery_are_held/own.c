// A function of one's own that spawns, with marks of another kind.
#include "nursery.h"

struct error *work_x(void *arg);

MARK_SPAWNS static struct task *adopt_x(MARK_NURSERY struct nursery *n_x, MARK_ARGUMENT void *arg)
{
    nursery_spawn(n_x, work_x, arg);
    return NULL;
}

MARK_CHECKPOINT struct error *pause_x(void);
__attribute__((annotate("gives-tasks"))) struct task *first_x(void);
__attribute__((annotate("not gives-task"), annotate("gives-"))) struct task *second_x(void);
__attribute__((deprecated("gives-task"))) struct task *third_x(void);

void own_x(struct nursery *n_x)
{
    adopt_x(n_x, NULL);
    struct task *t_x = adopt_x(n_x, n_x);
    pause_x();
    first_x();
    second_x(), third_x();
}
