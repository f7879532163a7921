// A row of stores, of which only the last is read.
#include "task.h"

struct error *work_x(void *arg);

void stores_x(void)
{
    struct task *t;
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = /*!task_go*/task_go(work_x, NULL);
    t = task_go(work_x, NULL);
    task_forget(t);
}
