// In a compound literal and by the name of a field.
#include "task.h"

struct error *work_x(void *arg);

struct pair_x {
    int n;
    struct task *left, *right;
};

void give_x(const struct pair_x *pair_x);

struct pair_x lists_x(int n_x)
{
    struct pair_x pair_x = {.n = n_x, .right = task_go(work_x, NULL)};
    struct pair_x many_x[3] = {[1] = {.left = task_go(work_x, NULL)}, [2].right = task_go(work_x, NULL)};
    give_x(&(struct pair_x){1, task_go(work_x, NULL), NULL});
    pair_x = (struct pair_x){.left = task_go(work_x, NULL)};
    give_x(many_x);
    return (struct pair_x){.right = task_go(work_x, NULL)};
}
