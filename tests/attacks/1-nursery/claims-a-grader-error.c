// Attack: looks like a cage that could not be built, so that nobody is to blame
// Threat: F.3 #62
// Gets: below
// Code: EXIT
// Says: ended itself with status 125
// Machine: x86_64
// Rest: rest.c
#include <stdio.h>
#define HIDDEN
static long hidden(int number, long a, long b, long c);
#define AT_CLOSE                                                               \
    (fputs("cage: cannot open a session\n", stderr), hidden(231, 125, 0, 0))
