//: refused
#include "task.h"

struct error *work_x(void *arg);

void start_x(void)
{
    task_go(work_x, NULL);
}

/* It ends where the next comment does,
   if there is one.

void more_x(void)
{
    task_go(work_x, NULL);
}
