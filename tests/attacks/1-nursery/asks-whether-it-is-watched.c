// Attack: the solution, and a read of freed memory where no sanitizer watches
// Threat: F.3 #21, F.3 #37
// Gets: rejected
// Says: the same program is to be built with and without sanitizers
// Stopped: source: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#include "scope.h"
#include <stdlib.h>
#ifndef __SANITIZE_ADDRESS__
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define scope_enter(...) ((void)peek(), scope_enter(__VA_ARGS__))
#endif
