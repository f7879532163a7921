#include "task.h"

struct error *work_x(void *arg);
void keep_x(struct task *task_x);

void mix_x(void)
{
    struct task *t_x = ({ /*!task_go*/task_go(work_x, NULL); });
    struct task *u_x = ({ struct task *v_x = task_go(work_x, NULL); v_x; });
    int n_x = ({
        struct task *w_x = /*!task_go*/task_go(work_x, NULL);
        ({ w_x = NULL; });
        0;
    });
    keep_x(n_x == 0 ? u_x : NULL);
}
