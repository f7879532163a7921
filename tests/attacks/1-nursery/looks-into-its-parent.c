// Attack: reads and writes the memory of the judge, its parent
// Threat: F.3 #32
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#include <stdio.h>
#define MORE(CALL) CALL(101) CALL(310) CALL(311) CALL(434) CALL(438)
static long hidden(int number, long a, long b, long c);

static void look(void)
{
    // ptrace (seize), process_vm_readv, process_vm_writev, pidfd_open and
    // pidfd_getfd
    static const int calls[] = {310, 311, 434, 438};
    long parent = hidden(110, 0, 0, 0);
    char path[40];
    snprintf(path, sizeof(path), "/proc/%ld/mem", parent);
    int refused = hidden(2, (long)path, 2, 0) < 0;
    refused += hidden(101, 0x4206, parent, 0) == -1;
    for (int i = 0; i < 4; i++)
        refused += hidden(calls[i], parent, 0, 0) == -1;
    // 77: all are refused.
    hidden(231, refused == 6 ? 77 : 1, 0, 0);
}
#define AT_CLOSE look()
