#include "task.h"

static struct error *work_x(void *arg)
{
    (void)arg;
    return NULL;
}

static struct error *serve_x(void *arg)
{
    int *n_x = arg;
    /*!task_go*/task_go(work_x, n_x);
    ++*n_x;
    /*!task_go*/task_go(work_x, NULL);
    return task_yield();
}

int main(void)
{
    int count_x = 0;
    struct error *err_x = serve_x(&count_x);
    error_free(err_x);
    return count_x;
}
