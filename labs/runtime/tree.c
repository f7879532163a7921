// The tree of tasks as text: who is alive, and what each waits for.
#include "loop.h"
#include <stdlib.h>

enum { MOST_LINES = 200, MOST_DEPTH = 60 };

static bool is_alive(const struct task *task)
{
    return task->state != TASK_FREE && task->state != TASK_ENDED;
}

// The number of the task below which it is shown. A parent that has ended shows
// nothing: its record may be in use by a later task, with a larger number.
static uint32_t parent_of(const struct task *task)
{
    const struct task *parent = task->parent;
    if (parent == NULL || !is_alive(parent) || parent->id > task->id)
        return 0;
    return parent->id;
}

static int by_parent(const void *left, const void *right)
{
    const struct task *a = *(struct task *const *)left;
    const struct task *b = *(struct task *const *)right;
    uint32_t pa = parent_of(a), pb = parent_of(b);
    if (pa != pb)
        return pa < pb ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

// The tasks that are alive, children of one parent together, in *n.
static struct task **collect(struct loop *loop, size_t *n)
{
    struct task **tasks = malloc((loop->n_tasks + 1) * sizeof(tasks[0]));
    must(tasks != NULL);
    *n = 0;
    for (struct task_chunk *c = loop->chunks; c != NULL; c = c->next)
        for (size_t i = 0; i < array_length(c->tasks); i++)
            if (is_alive(&c->tasks[i]))
                tasks[(*n)++] = &c->tasks[i];
    qsort(tasks, *n, sizeof(tasks[0]), by_parent);
    return tasks;
}

static const char *doing(const struct task *task, size_t n_children)
{
    static __thread char text[64];
    const char *what = task->wait != NULL ? task->wait->what : NULL;
    switch (task->state) {
    case TASK_NEW:
        return "not started yet";
    case TASK_READY:
        return "ready";
    case TASK_RUNNING:
        return "running";
    }
    if (what == NULL)
        what = "something";
    if (n_children > 0)
        snprintf(text, sizeof(text), "waits for %s (%zu alive)", what,
                 n_children);
    else
        snprintf(text, sizeof(text), "waits for %s", what);
    return text;
}

// One level of the walk: which of the sorted tasks are children here.
struct level {
    size_t next; // the child to print next
    size_t end;  // one past the last child
};

static struct level children_of(struct task **tasks, size_t n, uint32_t id)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (parent_of(tasks[middle]) < id)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < n; high++)
        if (parent_of(tasks[high]) != id)
            break;
    return (struct level){low, high};
}

static void print_task(FILE *out, const struct task *task,
                       const struct level *levels, int depth,
                       struct level below)
{
    int width = 0;
    for (int i = 1; i < depth; i++)
        width += fprintf(out, "%s",
                         levels[i].next < levels[i].end ? "|   " : "    ");
    if (depth > 0)
        width += fprintf(out, "%s", levels[depth].next < levels[depth].end
                                        ? "|-- "
                                        : "`-- ");
    width += fprintf(out, "%s", task->name);
    bool has_place = task->site->place.line > 0;
    fprintf(out, "%*s  %-*s", width < 24 ? 24 - width : 0, "",
            has_place ? 28 : 0, doing(task, below.end - below.next));
    // Nobody has written down where the first task was spawned.
    if (has_place)
        fprintf(out, " %s:%d", place_file(task->site->place),
                task->site->place.line);
    fprintf(out, "\n");
}

void task_print_tree(FILE *out)
{
    struct loop *loop = loop_current;
    must(loop != NULL);
    size_t n;
    struct task **tasks = collect(loop, &n);
    struct level levels[MOST_DEPTH];
    int depth = 0;
    size_t printed = 0;
    levels[0] = children_of(tasks, n, 0);
    while (depth >= 0 && printed < MOST_LINES) {
        struct level *level = &levels[depth];
        if (level->next == level->end) {
            depth--;
            continue;
        }
        struct task *task = tasks[level->next++];
        struct level below = children_of(tasks, n, task->id);
        print_task(out, task, levels, depth, below);
        printed++;
        if (below.next < below.end && depth + 1 < MOST_DEPTH)
            levels[++depth] = below;
    }
    if (printed < n)
        fprintf(out, "... and %zu more\n", n - printed);
    free(tasks);
}
