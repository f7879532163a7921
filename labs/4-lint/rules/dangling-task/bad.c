// Three tasks that nobody waits for.
#include "task.h"

static struct error *save(void *arg)
{
    (void)arg;
    return error_new(&SYSTEM, "the disk is full");
}

struct error *leave(void)
{
    bool joined;
    struct task *second, *third;
    (void)task_go(save, NULL);    // <- dangling-task
    second = task_go(save, NULL); // <- dangling-task
    third = task_go(save, NULL);  // <- dangling-task
    third = task_go(save, NULL);
    return task_join(third, &joined);
}
