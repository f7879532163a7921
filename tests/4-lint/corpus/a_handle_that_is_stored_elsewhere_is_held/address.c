// Who has the address of the variable sees what is stored there later.
#include "task.h"

struct error *work_x(void *arg);
void watch_x(struct task **slot_x);
void finish_x(void);

struct order_x {
    struct task **slot;
};

void lent_x(void)
{
    struct task *t_x = NULL;
    watch_x(&t_x);
    t_x = task_go(work_x, NULL);
    finish_x();
}

struct both_x {
    struct task *task;
    int n[4];
};

struct both_x begin_x(void) MARK_GIVES_TASK;
void read_x(struct task **slot_x, int *n_x);

void parts_x(int n_x)
{
    struct both_x two_x = {NULL}, three_x = {NULL};
    read_x(&two_x.task, &(three_x.n)[n_x]);
    two_x = begin_x();
    three_x = begin_x();
    finish_x();
}

struct error *kept_x(bool *done_x)
{
    struct task *t_x;
    struct order_x order_x = {.slot = &t_x};
    t_x = task_go(work_x, &order_x);
    return task_join(*order_x.slot, done_x);
}
