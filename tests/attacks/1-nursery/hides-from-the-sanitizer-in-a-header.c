// Attack: the solution, and a write into freed memory by an instruction of its own
// Threat: F.3 #21, F.2 #7
// Gets: rejected
// Says: the sanitizers do not see what it does
// Stopped: source: full marks
// Machine: x86_64
// Rest: ../../../solutions/1-nursery/nursery.c
#include "scope.h"
#include <emmintrin.h>
#include <stdlib.h>
static int poke(void)
{
    int *at = malloc(64);
    free(at);
    _mm_stream_si32(at + 8, 7);
    return 0;
}
#define scope_enter(...) ((void)poke(), scope_enter(__VA_ARGS__))
