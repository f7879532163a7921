// In an initialiser, an argument, an index, a condition.
#include "task.h"

struct error *work_x(void *arg);
int look_x(int n_x);

struct pair_x {
    int left;
    int right;
};

int all_x(int *row_x)
{
    struct pair_x p_x = {.right = ({ /*!task_go*/task_go(work_x, NULL); 1; })};
    int n_x = look_x(({ /*!task_go*/task_go(work_x, NULL); 2; }));
    if (({ /*!task_go*/task_go(work_x, NULL); n_x; }) > p_x.left)
        return row_x[({ /*!task_go*/task_go(work_x, NULL); 0; })];
    return p_x.right;
}
