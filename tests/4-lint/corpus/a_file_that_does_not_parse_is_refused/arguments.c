//: refused
#include "task.h"

struct error *work_x(void *arg);

void start_x(void)
{
    task_go(work_x, NULL);
    task_forget(task_go(work_x, NULL), 3);
    return work_x(NULL);
}
