#include "task.h"

struct task *start_x(int n_x) MARK_GIVES_TASK;
void keep_x(void *arg);

struct held_x {
    typeof(start_x(1)) task;
};

typedef typeof(start_x(2)) handle_x;

void types_x(typeof(start_x(3)) given_x)
{
    typeof(start_x(4)) t_x = given_x;
    __typeof__(*start_x(5)) *u_x = t_x, *v_x = t_x;
    struct held_x all_x = {(typeof(start_x(6)))u_x};
    (void)(typeof(start_x(7)))u_x;
    typeof(({ start_x(8); 1; })) n_x = (typeof(({ start_x(9); 2; })))(long)t_x;
    keep_x(&n_x);
    keep_x(all_x.task);
    keep_x(v_x);
}
