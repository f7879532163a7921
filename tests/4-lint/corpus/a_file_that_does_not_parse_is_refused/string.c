//: refused
#include "task.h"

struct error *work_x(void *arg);

void start_x(void)
{
    task_go(work_x, NULL);
    task_go(work_x, "a text without an end);
}

void more_x(void)
{
    task_go(work_x, NULL);
}
