// Attack: use of freed memory, where AddressSanitizer is told not to look
// Threat: F.3 #21, F.2 #7
// Gets: rejected
// Says: no_sanitize
// Rest: rest.c
#include <stdlib.h>
__attribute__((no_sanitize("address", "undefined"))) static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    return at[3];
}
#define AT_CLOSE peek()
