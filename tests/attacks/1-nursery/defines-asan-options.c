// Attack: the solution, and options for AddressSanitizer by which it does not look
// Threat: F.3 #27, F.3 #21
// Gets: rejected
// Says: the sanitizer's
// Stopped: audit, seal: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "poison_heap=0";
}
#include "scope.h"
#include <stdlib.h>
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define scope_enter(...) ((void)peek(), scope_enter(__VA_ARGS__))
