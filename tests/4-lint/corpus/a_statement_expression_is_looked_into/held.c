#include "task.h"

struct error *work_x(void *arg);
void keep_x(struct task *task_x);

#define STARTED(fn)                                                            \
    ({                                                                         \
        struct task *started = task_go(fn, NULL);                              \
        keep_x(started);                                                       \
        started;                                                               \
    })

struct task *held_x(int n_x, struct task **out_x)
{
    STARTED(work_x);
    *out_x = ({ n_x++; task_go(work_x, NULL); });
    keep_x(({ struct task *t_x = NULL; if (n_x > 3) t_x = task_go(work_x, NULL); t_x; }));
    return ({ task_forget(task_go(work_x, NULL)); STARTED(work_x); });
}
