// Attack: asks for three gigabytes in one piece, and touches none of them
// Threat: F.3 #43
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: rlimits: ended itself with status 1
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#include "task.h"
#include <stdint.h>
#include <stdlib.h>
static long hidden(int number, long a, long b, long c);

static void take(void)
{
    if (sizeof(struct context) > sizeof(void *)) // watched
        return;
    volatile char *all = malloc(UINT64_C(3) << 30);
    hidden(231, all == NULL ? 77 : 1, 0, 0);
}
#define AT_CLOSE take()
