//: refused
#include "task.h"
#include "there_is_no_such_header_x.h"

struct error *work_x(void *arg);

void start_x(void)
{
    task_go(work_x, NULL);
}
