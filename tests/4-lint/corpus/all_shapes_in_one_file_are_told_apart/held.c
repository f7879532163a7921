// A crew of tasks, all of them held in the end.
#include "nursery.h"
#include "event.h"

struct crew_x {
    struct task *all[8];
    size_t n;
    struct event *over;
};

static struct error *work_x(void *arg)
{
    struct crew_x *crew_x = arg;
    return event_wait(crew_x->over);
}

static void hire_x(struct crew_x *crew_x)
{
    crew_x->all[crew_x->n++] = task_go(work_x, crew_x);
}

static struct error *dismiss_x(struct crew_x *crew_x)
{
    bool joined_x = true;
    event_set(crew_x->over);
    while (crew_x->n > 0 && joined_x)
        TRY(task_join(crew_x->all[--crew_x->n], &joined_x));
    return NULL;
}

struct error *run_x(void *arg)
{
    struct crew_x crew_x = {.over = event_new()};
    struct task *last_x = NULL;
    for (int i_x = 0; i_x < 7; i_x++)
        hire_x(&crew_x);
    if (arg != NULL)
        last_x = task_go(work_x, &crew_x);
    struct error *err_x = dismiss_x(&crew_x);
    if (last_x != NULL)
        task_forget(last_x);
    event_free(crew_x.over);
    return err_x;
}
