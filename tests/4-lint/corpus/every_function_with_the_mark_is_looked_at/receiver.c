// Whatever the first argument is and wherever it comes from.
#include "task.h"

struct crew_x;
struct crew_x *crew_new_x(void);
struct task *crew_go_x(struct crew_x *crew_x, task_fn *fn_x) MARK_GIVES_TASK;
void crew_call_x(struct crew_x *crew_x, task_fn *fn_x);
extern struct crew_x *everybody_x;
struct error *work_x(void *arg);

struct ship_x {
    struct crew_x *crew;
};

void sail_x(struct ship_x *ship_x)
{
    struct crew_x *some_x = crew_new_x();
    /*!crew_go_x*/crew_go_x(some_x, work_x);
    /*!crew_go_x*/crew_go_x(crew_new_x(), work_x);
    /*!crew_go_x*/crew_go_x(everybody_x, work_x);
    /*!crew_go_x*/crew_go_x(ship_x->crew, work_x);
    crew_call_x(some_x, work_x);
}
