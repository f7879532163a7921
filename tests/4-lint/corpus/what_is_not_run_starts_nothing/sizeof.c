#include "task.h"

struct error *work_x(void *arg);
struct task *start_x(int n_x) MARK_GIVES_TASK;

_Static_assert(sizeof(start_x(1)) == sizeof(void *), "a pointer");

unsigned long sizes_x(void)
{
    unsigned long n_x = sizeof(task_go(work_x, NULL));
    n_x += sizeof start_x(2)->name;
    n_x += sizeof(start_x(3), 4);
    n_x += _Alignof(typeof(start_x(5))) + __alignof__(start_x(6));
    sizeof(start_x(7));
    (void)sizeof((void)start_x(8), 9);
    return n_x + sizeof(n_x = start_x(10) == NULL);
}
