// Two comments without a reason.
#include "task.h"

static struct error *watch(void *arg)
{
    (void)arg;
    return NULL;
}

void start(void)
{
    struct task *t;
    t = task_go(watch, NULL); /* lint: allow dangling-task */ // <- bare-allow
    task_forget(task_go(watch, NULL)); /* lint: allow */      // <- bare-allow
}
