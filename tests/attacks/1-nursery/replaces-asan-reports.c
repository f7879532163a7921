// Attack: a private function in the place of what AddressSanitizer reports with
// Threat: F.3 #16, F.3 #21
// Gets: rejected
// Says: __asan_report_load1(), which is the sanitizer's
// Rest: rest.c
#include <stdlib.h>
#ifdef __SANITIZE_ADDRESS__
__attribute__((used)) static void __asan_report_load1(void *at)
{
    (void)at;
}
#endif
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define AT_CLOSE (void)peek()
