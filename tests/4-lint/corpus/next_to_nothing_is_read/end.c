// There is no new line behind the last bracket.
#include "task.h"

struct error *work_x(void *arg);

void start_x(void)
{
    /*!task_go*/task_go(work_x, NULL);
}