// Attack: prints what is no text at all where a crash is looked for, then aborts
// Gets: below
// Code: CRASH
// Rest: rest.c
#include <stdio.h>
#include <stdlib.h>
#define AT_CLOSE                                                               \
    (fputs("crash: \xff\xfe\xed\xa0\x80 \033[32m \x9b\n", stderr), abort())
