// The function is named, or compared, or given away, and not called.
#include "task.h"

struct error *work_x(void *arg);
struct task *start_x(task_fn *fn_x) MARK_GIVES_TASK;
struct task *start_x(task_fn *fn_x);
void use_x(struct task *(*start_x)(task_fn *));

#define LATER(fn) fn

struct task *(*mention_x(int n_x))(task_fn *)
{
    start_x;
    (void)start_x;
    &start_x;
    *start_x;
    if (n_x > 3 && start_x == NULL)
        return NULL;
    use_x(LATER(start_x));
    use_x(&start_x);
    void *address_x = (void *)start_x;
    return address_x == NULL ? NULL : start_x;
}
