#include "task.h"

struct error *work_x(void *arg);

struct job_x {
    struct task *task;
    struct {
        struct task *left, *right;
    } inner;
    struct job_x *next;
};

void fields_x(struct job_x *job_x)
{
    struct job_x own_x;
    job_x->task = task_go(work_x, job_x);
    job_x->next->next->task = task_go(work_x, NULL);
    (job_x->inner.left) = task_go(work_x, NULL);
    (*job_x).inner.right = (struct task *)task_go(work_x, NULL);
    own_x.task = task_go(work_x, NULL);
}
