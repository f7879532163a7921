// A checkpoint somewhere, or what may be one.
#include "buffered.h"
#include "event.h"
#include "limiter.h"
#include "nursery.h"
#include <search.h>
#include <stdlib.h>

struct error *elsewhere(void);
static struct error *last;

static void drop(struct error *err)
{
    error_free(last);
    last = err;
}

static void deeper(int depth)
{
    if (depth > 0)
        deeper(depth - 1);
    else
        drop(sleep_ms(1));
}

static struct error *one(void *arg)
{
    for (int i = 0;; i++) {
        i++;
        if (i % 1000 == 0)
            drop(checkpoint());
        *(int *)arg = i;
    }
    return NULL;
}

static struct error *two(void *arg)
{
    (void)arg;
    for (;;)
        deeper(3);
    return NULL;
}

static struct error *three(void *arg)
{
    (void)arg;
    while (true)
        drop(elsewhere());
    return NULL;
}

struct work {
    struct error *(*next)(struct work *work);
};

static struct error *four(void *arg)
{
    struct work *work = arg;
    do
        drop(work->next(work));
    while (true);
    return NULL;
}

static struct error *five(void *arg)
{
    for (;;) {
        struct nursery *n = nursery_open();
        nursery_spawn(n, four, arg);
        drop(nursery_close(n, NULL));
    }
    return NULL;
}

static void visit(const void *node, VISIT which, int depth)
{
    (void)node;
    (void)which;
    deeper(depth);
}

static struct error *six(void *arg)
{
    for (;;)
        twalk(arg, visit);
    return NULL;
}

void all(void *arg);
void all(void *arg)
{
    static task_fn *const tasks[] = {one, two, three, four, five, six};
    for (size_t i = 0; i < array_length(tasks); i++)
        task_forget(task_go(tasks[i], arg));
}
