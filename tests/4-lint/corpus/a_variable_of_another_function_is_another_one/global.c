// Here it is a global one, there a local one hides it.
#include "task.h"

struct error *work_x(void *arg);

static struct task *job_x;

void outside_x(void)
{
    job_x = task_go(work_x, NULL);
}

void inside_x(void)
{
    struct task *job_x;
    job_x = /*!task_go*/task_go(work_x, NULL);
}

void stop_x(void)
{
    task_forget(job_x);
}
