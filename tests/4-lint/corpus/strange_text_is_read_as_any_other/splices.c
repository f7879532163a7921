// Lines that go on \
   task_go(work_x, NULL);
#include "nurs\
ery.h"

struct error *work_x(void *arg);

st\
atic void spliced_x(struct nursery *n_x)
{
    nursery_sp\
awn(n_x, work_x, NULL);
    struct task *t_x =
        task_\
go(work_x, "a \
string");
    task_for\
get(t_x);
    if (n_x == NULL) /\
/ a comment
        /*!task_go*/ta\
sk_go(work_x, NULL);
    spliced_x(n_x) /\
*
*\
/ ;
}
