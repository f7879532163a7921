// Loops with a way out, and those that have a condition.
#include "task.h"
#include <setjmp.h>
#include <stdlib.h>

static volatile bool stop;
static jmp_buf outside;
static unsigned n;

static struct error *with_a_condition(void *arg)
{
    (void)arg;
    while (!stop)
        n++;
    for (int i = 0; i < 1000000; i++)
        n++;
    do
        n++;
    while (0);
    return NULL;
}

static struct error *with_a_way_out(void *arg)
{
    for (;;) {
        if (stop)
            break;
        n++;
    }
    while (true)
        switch (n++) {
        case 1:
            return error_new(&INVALID, "one");
        default:
            if (stop)
                goto over;
        }
over:
    while (true) {
        n++;
        if (stop)
            goto behind;
    }
behind:
    while (true)
        TRY(arg == NULL ? error_new(&INVALID, "none") : NULL);
}

static struct error *out_of_the_program(void *arg)
{
    for (;;)
        if (n++ == 10)
            exit(*(int *)arg);
}

static struct error *out_of_the_function(void *arg)
{
    (void)arg;
    for (;;)
        if (n++ == 10)
            longjmp(outside, 1);
}

void all(void *arg);
void all(void *arg)
{
    task_forget(task_go(with_a_condition, arg));
    task_forget(task_go(with_a_way_out, arg));
    task_forget(task_go(out_of_the_program, arg));
    task_forget(task_go(out_of_the_function, arg));
}
