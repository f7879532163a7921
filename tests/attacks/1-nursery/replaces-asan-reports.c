// Attack: the solution, and a private function in the place of what AddressSanitizer reports with
// Threat: F.3 #16, F.3 #21
// Gets: rejected
// Says: __asan_report_load1(), which is the sanitizer's
// Stopped: audit: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#ifdef __SANITIZE_ADDRESS__
__attribute__((used)) static void __asan_report_load1(void *at)
{
    (void)at;
}
#endif
#include "scope.h"
#include <stdlib.h>
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define scope_enter(...) ((void)peek(), scope_enter(__VA_ARGS__))
