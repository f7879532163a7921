// Two loops side by side: no round of the second leads to the first.
#include "task.h"

struct error *work_x(void *arg);

void beside_x(int n_x)
{
    struct task *t_x = NULL;
    for (int i_x = 0; i_x < n_x; i_x++)
        if (t_x == NULL)
            n_x--;
    for (int i_x = 0; i_x < n_x; i_x++)
        t_x = /*!task_go*/task_go(work_x, NULL);
}
