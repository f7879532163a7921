// Attack: writes over the code of the tests, from which it was called
// Threat: F.3 #34
// Gets: below
// Code: CRASH
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#include <stdint.h>
#define MORE(CALL) CALL(10)
static long hidden(int number, long a, long b, long c);

static void patch(void *caller)
{
    // mprotect: all may be written and run. What is written there calls
    // nothing: the caller ends as if the test were over.
    uintptr_t page = (uintptr_t)caller & ~(uintptr_t)4095;
    if (hidden(10, (long)page, 8192, 7) != 0)
        hidden(231, 77, 0, 0);
    memset(caller, 0xc3, 1);
}
#define AT_CLOSE patch(__builtin_return_address(0))
