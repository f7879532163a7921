// In a list that grows, as one writes it.
#include "list.h"
#include "task.h"
#include <stdlib.h>

struct entry_x {
    struct list link;
    struct task *task;
};

static struct list all_x = {&all_x, &all_x};
struct error *work_x(void *arg);

void add_x(int n_x)
{
    for (int i_x = 0; i_x < n_x; i_x++) {
        struct entry_x *entry_x = malloc(sizeof(*entry_x));
        must(entry_x != NULL);
        entry_x->task = task_go(work_x, entry_x);
        list_push(&all_x, &entry_x->link);
    }
}
