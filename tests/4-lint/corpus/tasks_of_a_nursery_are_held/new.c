// The runtime's own way to make a task, which somebody is told the end of.
#include "nursery.h"

static void ended_x(struct task *task_x, struct error *err_x)
{
    (void)task_x;
    error_free(err_x);
}

struct error *work_x(void *arg);

void make_x(struct task *parent_x)
{
    static const struct task_site site_x = {"work", {"here.c", "make", 3}};
    struct task_options options_x = {&site_x, .done = ended_x, .parent = parent_x};
    task_new(work_x, NULL, &options_x);
    struct task *t_x = task_new(work_x, NULL, &options_x);
    (void)task_new(work_x, NULL, &options_x);
}
