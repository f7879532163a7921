#include "task.h"

struct error *work_x(void *arg);

int sort_x(int kind_x)
{
    switch (kind_x) {
    case 0:
        /*!task_go*/task_go(work_x, NULL);
        break;
    case 1: /*!task_go*/task_go(work_x, NULL); /*!task_go*/task_go(work_x, &kind_x);
    case 2:
    case 3 ... 7:
        /*!task_go*/task_go(work_x, NULL);
        return 1;
    default:
        /*!task_go*/task_go(work_x, NULL);
    }
    if (kind_x > 100)
        goto done_x;
    kind_x++;
done_x:
    /*!task_go*/task_go(work_x, NULL);
    return 0;
}
