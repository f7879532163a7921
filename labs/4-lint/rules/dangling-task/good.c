// The same tasks, each of which somebody holds.
#include "nursery.h"

static struct error *save(void *arg)
{
    (void)arg;
    return error_new(&SYSTEM, "the disk is full");
}

// A nursery waits for all of them, and gives the errors of those that failed.
struct error *leave(void)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, save, NULL);
    nursery_spawn(n, save, NULL);
    return nursery_close(n, NULL);
}

// Or the handle is kept and joined. If that wait is cancelled, it is still ours.
struct error *leave_alone(void)
{
    bool joined;
    struct task *task = task_go(save, NULL);
    struct error *err = task_join(task, &joined);
    if (!joined)
        task_forget(task);
    return err;
}

// Or somebody has decided that it goes on alone, and says so.
void leave_behind(void)
{
    task_forget(task_go(save, NULL));
}
