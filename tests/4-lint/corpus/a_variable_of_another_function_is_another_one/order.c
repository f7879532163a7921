// Read before and after, in other functions and in another file's way.
#include "task.h"

struct error *work_x(void *arg);

void reads_before_x(struct task *job_x)
{
    task_forget(job_x);
}

static void loses_x(void)
{
    struct task *job_x = /*!task_go*/task_go(work_x, NULL);
    reads_before_x(NULL);
}

struct error *reads_after_x(struct task *job_x)
{
    bool done_x;
    loses_x();
    return task_join(job_x, &done_x);
}
