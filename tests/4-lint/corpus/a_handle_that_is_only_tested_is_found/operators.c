#include "task.h"

struct error *work_x(void *arg);

int ask_x(int n_x, int ready_x)
{
    if (!/*!task_go*/task_go(work_x, NULL))
        return 1;
    if (/*!task_go*/task_go(work_x, NULL) == NULL)
        return 2;
    if (NULL != (/*!task_go*/task_go(work_x, NULL)))
        return 3;
    ready_x && /*!task_go*/task_go(work_x, NULL);
    n_x > 4 || /*!task_go*/task_go(work_x, NULL);
    int made_x = ready_x && /*!task_go*/task_go(work_x, NULL) != NULL;
    made_x |= /*!task_go*/task_go(work_x, NULL) < (struct task *)8 || ready_x >= 9;
    return made_x + !!/*!task_go*/task_go(work_x, NULL) * ((void *)6 >= (void *)/*!task_go*/task_go(work_x, NULL));
}
