// Endless loops of all shapes.
#include "task.h"

static unsigned n;

static struct error *work(void *arg)
{
    switch (*(int *)arg) {
    case 1:
        for (;;) // <- no-checkpoint
            n++;
        __attribute__((fallthrough));
    case 2:
        while (1) { // <- no-checkpoint
            n++;
            if (n % 2 == 0)
                continue;
        }
        __attribute__((fallthrough));
    case 3:
        do // <- no-checkpoint
            n++;
        while (true);
        __attribute__((fallthrough));
    case 4:
        for (int i = 0;; i++) // <- no-checkpoint
            n += (unsigned)i;
        __attribute__((fallthrough));
    case 5:
        while (!0) // <- no-checkpoint
            ;
        __attribute__((fallthrough));
    default:
        return NULL;
    }
}

// The inner one keeps the outer one.
static struct error *nested(void *arg)
{
    (void)arg;
    while (true) {
        n = 0;
        while (true) // <- no-checkpoint
            n++;
    }
    return NULL;
}

// What leaves an inner loop, or a switch, does not leave the outer one.
static struct error *inner_ends(void *arg)
{
    int i;
    for (;;) { // <- no-checkpoint
        for (i = 0;; i++)
            if (i == 10)
                break;
        switch (*(int *)arg) {
        case 1:
            break;
        default:
            goto next;
        }
    next:
        n++;
    }
    return NULL;
}

void all(void *arg);
void all(void *arg)
{
    task_forget(task_go(work, arg));
    task_forget(task_go(nested, arg));
    task_forget(task_go(inner_ends, arg));
}
