// Fields, pointers, labels and types of that name.
struct task_go_from {
    int task_go_from;
    void *(*task_go)(void *);
};

typedef struct task_go_from task_go;

enum { gives_task = 3 };

void *names_x(task_go *table_x, int n_x)
{
    struct task_go_from local_x = {.task_go_from = gives_task};
    table_x->task_go(table_x);
    (*table_x).task_go(&local_x);
    table_x[1].task_go(0);
    if (n_x > 3)
        goto task_go_from;
    n_x++;
task_go_from:
    return table_x->task_go(table_x + n_x);
}
