#include "task.h"

struct error *work_x(void *arg);

// Its type is asked for, and nobody looks at what it holds.
struct task *same_x(void)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    typeof(t_x) other_x = NULL;
    return other_x;
}

int chosen_x(void)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    return _Generic(t_x, struct task *: 1, default: 2);
}

void *cast_x(void *any_x)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    return (typeof(t_x))any_x;
}
