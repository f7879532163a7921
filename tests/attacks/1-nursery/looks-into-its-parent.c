// Attack: reads and writes the memory of the judge, its parent
// Threat: F.3 #32
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#include <stdio.h>
#define MORE(CALL) CALL(101) CALL(434) CALL(438)
static long hidden(int number, long a, long b, long c);

static void look(void)
{
    long parent = hidden(110, 0, 0, 0);
    char path[40];
    snprintf(path, sizeof(path), "/proc/%ld/mem", parent);
    int reached = hidden(2, (long)path, 2, 0) >= 0;
    // ptrace (seize, and no more); the descriptor 1 of the judge, by pidfd_open
    // and pidfd_getfd.
    reached += hidden(101, 0x4206, parent, 0) == 0;
    reached += hidden(438, hidden(434, parent, 0, 0), 1, 0) >= 0;
    // 77: none of it.
    hidden(231, reached > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE look()
