// What is no task of a nursery is not the business of this rule.
#include "nursery.h"
#include "scope.h"

static struct error *work(void *arg)
{
    (void)arg;
    return NULL;
}

struct error *calls(int64_t ms)
{
    int number = 1;
    return fail_after(ms, work, &number, NULL);
}

struct error *joins(void)
{
    bool joined;
    int number = 1;
    struct task *task = task_go(work, &number);
    return task_join(task, &joined);
}

// A macro of the program is looked through.
#define HIRE(n, what) nursery_spawn((n), work, &(what))

struct error *hires(void)
{
    int number = 1;
    struct nursery *n = nursery_open();
    HIRE(n, number);
    {
        int inner = 2;
        HIRE(n, inner); // <- escaping-local
    }
    return nursery_close(n, NULL);
}
