// Attack: the solution, and it computes for half a second when it is first used
// Threat: F.3 #46
// Gets: below
// Code: HANG
// Says: it loops
// Stopped: limits: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#include "scope.h"
#include <stdint.h>
static int compute(void)
{
    static int done;
    for (volatile uint64_t i = 0; !done && i < UINT64_C(160000000); i++)
        ;
    done = 1;
    return 0;
}
#define scope_enter(...) ((void)compute(), scope_enter(__VA_ARGS__))
