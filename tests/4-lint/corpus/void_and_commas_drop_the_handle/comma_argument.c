// In an argument a handle can be lost as well: what is passed is another value.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(int n_x, void *arg);

void pass_x(int n_x)
{
    keep_x((/*!task_go*/task_go(work_x, NULL), n_x), task_go(work_x, NULL));
    keep_x(n_x, (n_x++, task_go(work_x, NULL)));
    task_forget((/*!task_go*/task_go(work_x, &n_x), task_go(work_x, &n_x)));
    keep_x(!/*!task_go*/task_go(work_x, NULL), /*!task_go*/task_go(work_x, NULL) ? &n_x : NULL);
}
