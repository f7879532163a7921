#include "task.h"

struct error *work_x(void *arg);

// A call in brackets begins where its name does.
void start_x(void)
{
    (/*!task_go*/task_go(work_x, NULL));
    ((/*!task_go*/task_go(work_x, NULL)));
    (struct task *)/*!task_go*/task_go(work_x, NULL);
    (const void *)(/*!task_go*/task_go(work_x, NULL));
    (long)/*!task_go*/task_go(work_x, NULL);
    {
        {
            /*!task_go*/task_go(work_x, NULL);
        }
    }
}
