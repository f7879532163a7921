// The context switch for machines we have no assembly for: see switch.h.
//
// ucontext saves the signal mask with a system call each time, so it is some
// sixty times slower. The saved "stack pointer" is here a ucontext_t, which
// lives at the top of a new stack, or on the stack that is put down.
#include "switch.h"
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

void switch_stacks(void **from, void *to)
{
    ucontext_t here;
    *from = &here;
    // Goes on by longjmp-like setcontext, so both live long enough: `here`
    // until somebody switches back to it, which returns from this very call.
    swapcontext(&here, to);
}

void *switch_first(void *top, void (*entry)(void))
{
    enum { FRAME_BYTES = 8192 };
    char *base = (char *)((size_t)top & ~(size_t)15) - sizeof(ucontext_t);
    ucontext_t *first = (ucontext_t *)((size_t)base & ~(size_t)15);
    if (getcontext(first) != 0)
        abort();
    // makecontext wants the extent; below is the whole rest of the stack, of
    // which it uses the upper end.
    first->uc_stack.ss_sp = (char *)first - FRAME_BYTES;
    first->uc_stack.ss_size = FRAME_BYTES;
    first->uc_link = NULL;
    makecontext(first, entry, 0);
    return first;
}
