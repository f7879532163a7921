// Several on a line, and one over several lines.
#include "task.h"

static struct error *work_x(void *arg)
{
    return arg;
}

void fan_out_x(int jobs_x[3])
{
    /*!task_go*/task_go(work_x, &jobs_x[0]); /*!task_go*/task_go(work_x, &jobs_x[1]);
    if (jobs_x[2] != 0) { /*!task_go*/task_go(work_x, &jobs_x[2]); }
    /*!task_go*/task_go(
        work_x,
        NULL
    );
}
void short_x(void) { /*!task_go*/task_go(work_x, 0); /* and */ /*!task_go*/task_go(work_x, 0); }
