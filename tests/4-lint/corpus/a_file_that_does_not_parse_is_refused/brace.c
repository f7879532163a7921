//: refused
#include "task.h"

struct error *work_x(void *arg);

void start_x(int n_x)
{
    task_go(work_x, NULL);
    if (n_x > 3) {
        task_go(work_x, &n_x);
}
