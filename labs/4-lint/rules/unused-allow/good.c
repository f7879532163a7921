// A comment that says what is allowed on its line, and why.
#include "task.h"

static struct error *watch(void *arg)
{
    (void)arg;
    return NULL;
}

void start(void)
{
    struct task *t;
    t = task_go(watch, NULL); // lint: allow dangling-task it ends with the run
}
