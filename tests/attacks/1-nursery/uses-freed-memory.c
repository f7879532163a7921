// Attack: the solution, and it reads memory that it has freed
// Threat: F.3 #21, F.3 #34
// Gets: below
// Code: MEMORY
// Says: heap-use-after-free
// Stopped: watched: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#include "scope.h"
#include <stdlib.h>
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define scope_enter(...) ((void)peek(), scope_enter(__VA_ARGS__))
