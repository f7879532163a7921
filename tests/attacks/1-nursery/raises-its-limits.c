// Attack: raises its own limits; in the watched build, whose cage is wider, and aborts if it can
// Threat: F.3 #43, F.3 #44
// Gets: below
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(302)
#include <stdint.h>
#include <stdlib.h>
static long hidden4(int number, long a, long b, long c, long d);

static void raise_limits(void)
{
    // prlimit64 of its own RLIMIT_CPU, RLIMIT_FSIZE and RLIMIT_NOFILE
    static const int limits[] = {0, 1, 7};
    uint64_t none[2] = {UINT64_MAX, UINT64_MAX}, more[2] = {9999, 9999};
    for (int i = 0; i < 3; i++)
        if (hidden4(302, 0, limits[i], (long)(i < 2 ? none : more), 0) == 0)
            abort();
}
#define AT_CLOSE raise_limits()
