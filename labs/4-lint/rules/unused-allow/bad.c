// Three comments that silence nothing.
#include "task.h"

static struct error *watch(void *arg)
{
    (void)arg;
    return NULL;
}

void start(void)
{
    // Once the handle was dropped here.
    /* lint: allow dangling-task it ends with the run */ // <- unused-allow
    task_forget(task_go(watch, NULL));

    // The code is dangling-task.
    /* lint: allow dangling it ends with the run */ // <- unused-allow
    task_forget(task_go(watch, NULL));

    // Of another rule nothing is found here.
    /* lint: allow bare-allow it ends with the run */ // <- unused-allow
    task_forget(task_go(watch, NULL));
}
