// Loops that macros make, and macros in loops.
#include "event.h"
#include "task.h"

#define FOREVER    for (;;)
#define ALWAYS     1
#define repeat(n)  for (int left = (n); left > 0; left--)
#define SAY(what)                                                              \
    do {                                                                       \
        printf("%s\n", (what));                                                \
    } while (0)

static unsigned n;

// What stands in a macro is not read.
static struct error *one(void *arg)
{
    (void)arg;
    FOREVER
        n++;
    return NULL;
}

static struct error *two(void *arg)
{
    repeat (5)
        SAY("again");
    while (ALWAYS) { // <- no-checkpoint
        SAY((const char *)arg);
        repeat (3)
            n++;
    }
    return NULL;
}

static struct error *three(void *arg)
{
    (void)arg;
    while (ALWAYS) {
        SAY("again");
        TRY(checkpoint());
    }
}

void all(void *arg);
void all(void *arg)
{
    static task_fn *const tasks[] = {one, two, three};
    for (size_t i = 0; i < array_length(tasks); i++)
        task_forget(task_go(tasks[i], arg));
}
