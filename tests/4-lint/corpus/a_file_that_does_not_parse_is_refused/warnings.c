// A file that a compiler only warns of is not refused.
#include "task.h"

struct error *work_x(void *arg);

void start_x()
{
    int unused_x;
    /*!task_go*/task_go(work_x, "a" "b");
    "nothing";
}
