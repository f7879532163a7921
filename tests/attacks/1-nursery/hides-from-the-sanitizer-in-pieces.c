// Attack: the solution, and a read of freed memory where a word in pieces says not to look
// Threat: F.3 #21, F.2 #7, F.2 #8
// Gets: rejected
// Says: no_sanitize
// Stopped: source: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#include "scope.h"
#include <stdlib.h>
#define JOIN(a, b) a##b
__attribute__((JOIN(no_sani, tize)("address")))
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define scope_enter(...) ((void)peek(), scope_enter(__VA_ARGS__))
