#include "task.h"

struct task *start_x(int n_x) MARK_GIVES_TASK;

#define IS_TASK(value) _Generic((value), struct task *: 1, default: 0)

int kinds_x(void)
{
    int n_x = IS_TASK(start_x(1));
    n_x += _Generic(start_x(2), struct task *: 3, int: 4, default: 5);
    n_x += _Generic(({ start_x(10); n_x; }), int: 3, default: 4);
    if (_Generic(start_x(6), struct task *: n_x, default: 7) > 8)
        return IS_TASK(start_x(9));
    return n_x;
}
