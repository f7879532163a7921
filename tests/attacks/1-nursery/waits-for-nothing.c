// Attack: a wait that nobody ends
// Threat: F.3 #46
// Gets: below
// Code: HANG
// Says: can never run again
// Rest: rest.c
#include "task.h"
static enum abort keep_waiting(struct task *task, void *arg)
{
    (void)task;
    (void)arg;
    return ABORT_FAILED;
}
#define AT_CLOSE error_free(task_park(keep_waiting, 0))
