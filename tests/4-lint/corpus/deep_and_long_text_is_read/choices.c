// Choices in choices: the one call at the end is returned.
#include "task.h"

struct error *work_x(void *arg);

struct task *choose_x(int n, struct task *t)
{
    return n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t : n ? t :
           task_go(work_x, NULL);
}

void lose_x(int n, struct task *t)
{
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    n++, n++, n++, n++, n++, n++, n++, n++,
    /*!task_go*/task_go(work_x, NULL);
}
