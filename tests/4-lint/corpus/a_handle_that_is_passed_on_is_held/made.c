// Another value is made of it, by an operator that is no test: it goes in there.
#include "task.h"
#include <stdint.h>

struct error *work_x(void *arg);
unsigned long begin_x(int n_x) MARK_GIVES_TASK;
void use_x(uintptr_t id_x);
void keep_x(const void *arg);

long made_x(int table_x[], struct task *first_x, unsigned long n_x)
{
    use_x((uintptr_t)task_go(work_x, NULL) | 1);
    use_x(begin_x(2) << 3 ^ n_x);
    keep_x(task_go(work_x, NULL) + 0);
    keep_x(&task_go(work_x, NULL)[-1]);
    table_x[begin_x(4) % 8] = 5;
    n_x += n_x * begin_x(6);
    if (begin_x(7) & n_x)
        return task_go(work_x, NULL) - first_x;
    unsigned long id_x = begin_x(8), next_x = id_x / 2;
    return begin_x(9) + next_x;
}

unsigned long changed_x(int n_x)
{
    use_x(~begin_x(n_x));
    return -begin_x(3);
}
