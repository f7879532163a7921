// A parameter, a variable and an inner function hide the name.
#include "task.h"

struct task *start_x(int n_x) MARK_GIVES_TASK;

void hide_x(struct task *(*start_x)(int))
{
    start_x(1);
    (void)start_x(2);
}

int hidden_x(int n_x)
{
    int (*start_x)(int) = 0;
    if (n_x > 3)
        start_x(n_x);
    {
        extern int other_x(int);
        other_x(4);
    }
    return start_x(5) == 6;
}
