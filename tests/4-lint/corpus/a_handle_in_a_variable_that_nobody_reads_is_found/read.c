// The same, and somebody reads them.
#include "task.h"
#include <stdint.h>

typedef struct task *handle_x;
struct error *work_x(void *arg);
void keep_x(const void *first_x, ...);

void types_x(struct task *t_x)
{
    handle_x a_x = task_go(work_x, NULL);
    const struct task *const b_x = task_go(work_x, NULL);
    __auto_type c_x = task_go(work_x, NULL);
    uintptr_t d_x = (uintptr_t)task_go(work_x, NULL), e_x = d_x;
    t_x = task_go(work_x, NULL);
    keep_x(a_x, b_x, c_x, e_x, t_x);
}
