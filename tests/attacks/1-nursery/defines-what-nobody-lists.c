// Attack: replaces a function that only the runner needs, and ends the program in it
// Threat: F.3 #16
// Gets: below
// Says: never freed
// Stopped: seal: ended itself with status 78
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#include <stdlib.h>
static long hidden(int number, long a, long b, long c);
int madvise(void *at, size_t bytes, int advice);
int madvise(void *at, size_t bytes, int advice)
{
    hidden(231, 78, 0, 0);
    return at != NULL && bytes > 0 ? advice : 0;
}
static void *volatile kept;
#define AT_OPEN kept = malloc(100)
