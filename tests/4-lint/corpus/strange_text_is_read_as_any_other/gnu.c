// Case ranges, zero arrays, attributes, vectors, builtins.
#include "task.h"

struct error *work_x(void *arg);
typedef int four_x __attribute__((vector_size(16)));

struct tail_x {
    int n;
    struct task *tasks[];
};

__attribute__((noinline, cold)) static int gnu_x(struct tail_x *tail_x, int n_x)
{
    __label__ out_x;
    four_x v_x = {1, 2, 3, 4};
    int sizes_x[3], zero_x[0];
    if (__builtin_expect(n_x > 3, 0))
        goto out_x;
    switch (n_x) {
    case 1 ... 2:
        tail_x->tasks[0] = task_go(work_x, NULL);
        __attribute__((fallthrough));
    default:
        sizes_x[0] = v_x[2];
    }
out_x:
    return (int)(sizeof zero_x + sizeof sizes_x) + __builtin_offsetof(struct tail_x, tasks);
}

int call_x(struct tail_x *tail_x)
{
    return gnu_x(tail_x, 1) + 0b101 + 1.5if + __real__ 2.0;
}
