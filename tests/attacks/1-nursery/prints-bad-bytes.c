// Attack: prints what is no text at all where a crash is looked for, then aborts
// Threat: F.3 #60, F.3 #62
// Gets: below
// Code: CRASH
// Rest: rest.c
#include <stdio.h>
#include <stdlib.h>
#define AT_CLOSE                                                               \
    (fputs("crash: \xff\xfe\xed\xa0\x80 \033[32m \x9b\n", stderr), abort())
