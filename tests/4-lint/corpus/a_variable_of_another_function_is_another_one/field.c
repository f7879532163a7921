// A field, a label and a type of the same name are not the variable.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(void *arg);

struct t_x {
    struct task *t_x;
};

void same_name_x(struct t_x *all_x)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    struct t_x copy_x = {.t_x = all_x->t_x};
    keep_x(copy_x.t_x);
    all_x->t_x = NULL;
    keep_x(all_x);
}
