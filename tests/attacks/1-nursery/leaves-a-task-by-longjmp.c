// Attack: jumps from one task into another's stack
// Threat: F.2 #2
// Gets: rejected
// Says: a jump would leave a task's stack
// Rest: rest.c
#include <setjmp.h>
static jmp_buf out;
#define AT_OPEN                                                                \
    if (setjmp(out) != 0)                                                      \
    return 0
#define AT_DONE longjmp(out, 1)
