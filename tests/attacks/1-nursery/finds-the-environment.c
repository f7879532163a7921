// Attack: looks for the environment above the first stack, by an address in the data
// Threat: F.3 #27, F.3 #37
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: environment: ended itself with status 1
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(27)
#include <stdint.h>
#include <string.h>
static long hidden(int number, long a, long b, long c);
static int is_there(uintptr_t page)
{
    char there;
    return hidden(27, (long)page, 1, (long)&there) == 0; // mincore
}

static int found_above(uintptr_t at)
{
    uintptr_t end = at & ~(uintptr_t)4095;
    while (is_there(end))
        end += 4096;
    for (; at + 6 < end; at++)
        if (memcmp((char *)at, "\0PATH=", 6) == 0)
            return 1;
    return 0;
}

static void find(void)
{
    static uintptr_t data = 1;
    uintptr_t page = (uintptr_t)&data & ~(uintptr_t)4095;
    int found = 0;
    while (is_there(page - 4096))
        page -= 4096;
    for (; found == 0 && is_there(page); page += 4096)
        for (int i = 0; i < 512; i++) {
            uintptr_t at = ((uintptr_t *)page)[i];
            // Where the first stack is on this machine.
            if (at >> 36 == 0x7ff && is_there(at & ~(uintptr_t)4095))
                found += found_above(at);
        }
    hidden(231, found > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE find()
