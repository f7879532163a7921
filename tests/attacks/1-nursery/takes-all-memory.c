// Attack: three gigabytes, touched
// Threat: F.3 #43
// Gets: below
// Never: rlimits
// Rest: rest.c
#include <stdlib.h>
#include <string.h>
static void take(void)
{
    for (int i = 0; i < 3 * 1024; i++)
        memset(malloc(1 << 20), 1, 1 << 20);
}
#define AT_CLOSE take()
