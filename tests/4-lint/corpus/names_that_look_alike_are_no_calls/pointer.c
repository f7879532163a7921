// Called through a pointer: which function that is, nobody follows.
#include "task.h"

typedef struct task *go_fn(const struct task_site *site, task_fn *fn, void *arg);

struct error *work_x(void *arg);
go_fn *pick_x(int n_x);

struct table_x {
    go_fn *go;
};

MARK_GIVES_TASK struct task *(*marked_x)(int n_x);

void marks_x(struct task *(*given_x)(void) MARK_GIVES_TASK)
{
    MARK_GIVES_TASK static struct task *(*own_x)(int n_x);
    marked_x(3);
    (*marked_x)(4);
    (void)given_x();
    struct task *t_x = own_x(5);
}

void through_x(struct table_x *table_x, int n_x)
{
    go_fn *go_x = task_go_from;
    go_fn *const both_x[] = {task_go_from, &task_go_from};
    table_x->go = n_x > 3 ? task_go_from : go_x;
    go_x(TASK_SITE("work"), work_x, NULL);
    (*go_x)(TASK_SITE("work"), work_x, NULL);
    both_x[n_x](TASK_SITE("work"), work_x, NULL);
    table_x->go(TASK_SITE("work"), work_x, NULL);
    pick_x(n_x)(TASK_SITE("work"), work_x, NULL);
    struct task *t_x = go_x(TASK_SITE("work"), work_x, NULL);
}
