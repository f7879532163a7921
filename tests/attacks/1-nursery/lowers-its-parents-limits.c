// Attack: takes files from the judge by its limits, so that the grader fails
// Threat: F.3 #31, F.3 #62
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: seccomp: ended itself with status 1
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#include <stdint.h>
#define MORE(CALL) CALL(302)
static long hidden4(int number, long a, long b, long c, long d);
static long hidden(int number, long a, long b, long c);

static void lower(void)
{
    // prlimit64 of RLIMIT_NOFILE
    uint64_t limits[2] = {200, 200};
    long parent = hidden(110, 0, 0, 0);
    long result = hidden4(302, parent, 7, (long)limits, 0);
    hidden(231, result == -1 ? 77 : 1, 0, 0);
}
#define AT_CLOSE lower()
