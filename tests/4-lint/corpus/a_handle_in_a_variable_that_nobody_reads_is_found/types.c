#include "task.h"
#include <stdint.h>

typedef struct task *handle_x;
struct error *work_x(void *arg);

void types_x(void)
{
    handle_x a_x = /*!task_go*/task_go(work_x, NULL);
    void *b_x = /*!task_go*/task_go(work_x, NULL);
    const struct task *const c_x = /*!task_go*/task_go(work_x, NULL);
    __auto_type d_x = /*!task_go*/task_go(work_x, NULL);
    uintptr_t e_x = (uintptr_t)/*!task_go*/task_go(work_x, NULL);
    register struct task *f_x = (/*!task_go*/task_go(work_x, NULL));
    struct task *g_x __attribute__((unused)) = /*!task_go*/task_go(work_x, NULL);
    struct task *volatile h_x = (void *)/*!task_go*/task_go(work_x, NULL);
    struct task *cleanup = /*!task_go*/task_go(work_x, NULL);
    struct task *i_x = /*!task_go*/task_go(work_x, "__attribute__((cleanup(work_x)))");
}
