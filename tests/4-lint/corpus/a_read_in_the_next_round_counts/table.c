// A label whose address is taken.
#include "task.h"

struct error *work_x(void *arg);

int machine_x(const int *code_x)
{
    static void *const table_x[] = {&&start_x, &&wait_x, &&end_x};
    struct task *t_x = NULL;
    goto *table_x[*code_x++];
wait_x:
    task_forget(t_x);
    goto *table_x[*code_x++];
start_x:
    t_x = task_go(work_x, NULL);
    goto *table_x[*code_x++];
end_x:
    return 0;
}
