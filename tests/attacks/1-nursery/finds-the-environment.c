// Attack: looks for the environment where the kernel has put it, above the first stack
// Threat: F.3 #27, F.3 #37
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(27)
#include "loop.h"
static long hidden(int number, long a, long b, long c);
#define JOIN(a, b) a##b
static void find(void)
{
    char *at = JOIN(loop_, current)->context.sp, page[1];
    char *start = (char *)((uintptr_t)at & ~(uintptr_t)4095);
    int found = 0;
    // mincore: is there a page?
    for (; hidden(27, (long)start, 1, (long)page) == 0; start += 4096)
        for (char *c = start > at ? start : at; c < start + 4090; c++)
            found += memcmp(c, "\0PATH=", 6) == 0;
    hidden(231, found > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE find()
