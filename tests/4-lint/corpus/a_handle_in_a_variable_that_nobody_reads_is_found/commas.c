// Several declared at once; one of them is read.
#include "task.h"

struct error *work_x(void *arg);

struct error *rows_x(bool *done_x)
{
    struct task *a_x = /*!task_go*/task_go(work_x, NULL), *b_x = task_go(work_x, NULL),
                *c_x, *d_x = /*!task_go*/task_go(work_x, b_x);
    c_x = /*!task_go*/task_go(work_x, NULL);
    for (struct task *e_x = /*!task_go*/task_go(work_x, NULL), *f_x = task_go(work_x, NULL); f_x != NULL; f_x = NULL)
        *done_x = false;
    return task_join(b_x, done_x);
}
