// Attack: the solution, and private functions in the place of those by which AddressSanitizer looks and reports
// Threat: F.3 #16, F.3 #21
// Gets: rejected
// Says: which is the sanitizer's
// Stopped: audit: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
__attribute__((used)) static void __asan_report_load1(void *at)
{
    (void)at;
}
__attribute__((used)) static void __asan_load1(void *at)
{
    (void)at;
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
