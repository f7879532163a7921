// Attack: writes nonsense where its lines are counted, and beside it
// Threat: F.3 #44, F.3 #31
// Gets: below
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(83) CALL(88) CALL(89)
#include "task.h"
#include <stdio.h>
#include <stdlib.h>
static long hidden(int number, long a, long b, long c);

static void spoil(void)
{
    if (sizeof(struct context) == sizeof(void *)) // not watched
        return;
    static char self[4096], path[4200];
    if (hidden(89, (long)"/proc/self/exe", (long)self, 4000) <= 0)
        return;
    *strrchr(self, '/') = 0;
    snprintf(path, sizeof(path), "%s/nursery.c.gcda", self);
    long fd = hidden(2, (long)path, 1, 0);
    hidden(1, fd, (long)"nonsense", 8);
    // Other files, folders and links: it aborts if one can be made.
    int made = 0;
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%s/attack-%d", self, i);
        made += hidden(2, (long)path, 0101, 0666) >= 0;
        made += hidden(83, (long)path, 0777, 0) == 0;
        made += hidden(88, (long)"/etc/passwd", (long)path, 0) == 0;
    }
    if (made > 0)
        abort();
}
#define AT_OPEN spoil()
