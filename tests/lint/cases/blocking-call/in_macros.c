// In a macro of the program, and in TRY.
#include "event.h"
#include <unistd.h>

#define WAIT_A_LITTLE() usleep(10)

static struct error *slept(unsigned left)
{
    return left == 0 ? NULL : error_new(&INVALID, "interrupted");
}

static struct error *work(void *arg)
{
    (void)arg;
    TRY(slept(sleep(1))); // <- blocking-call
    WAIT_A_LITTLE();      // <- blocking-call
    return sleep_ms(10);
}

struct task *start(void)
{
    return task_go(work, NULL);
}
