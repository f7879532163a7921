// The macro is another one here.
#include "task.h"
#undef task_go
#define task_go(fn, arg) (fn)(arg)
#define start_x(fn) task_forget(task_go_from(TASK_SITE(#fn), fn, NULL))

struct error *work_x(void *arg);

void other_x(void *arg_x)
{
    task_go(work_x, arg_x);
    (void)task_go(work_x, NULL);
    struct error *unread_x = task_go(work_x, NULL);
    start_x(work_x);
    (start_x(work_x));
}
