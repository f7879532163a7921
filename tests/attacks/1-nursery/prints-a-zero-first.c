// Attack: the solution, and it prints a byte of zero before it reads memory that it has freed
// Threat: F.3 #21, F.3 #34
// Gets: below
// Code: MEMORY
// Says: heap-use-after-free
// Rest: ../../../solutions/1-nursery/nursery.c
#include "scope.h"
#include <stdio.h>
#include <stdlib.h>
static int peek(void)
{
    volatile char *at = malloc(10);
    free((void *)at);
    printf("%c\n", 0);
    fflush(stdout);
    return at[3];
}
#define scope_enter(...) ((void)peek(), scope_enter(__VA_ARGS__))
