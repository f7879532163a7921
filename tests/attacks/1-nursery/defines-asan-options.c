// Attack: tells AddressSanitizer by a function of its own not to look, and uses freed memory
// Threat: F.3 #27, F.3 #21
// Gets: rejected
// Says: the sanitizer's
// Rest: rest.c
#include <stdlib.h>
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "poison_heap=0:halt_on_error=0";
}
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define AT_CLOSE (void)peek()
