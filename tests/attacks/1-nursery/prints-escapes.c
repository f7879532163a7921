// Attack: prints what repaints a terminal, then fails with such a message
// Threat: F.3 #60
// Gets: below
// Rest: rest.c
#include "error.h"
#include <stdio.h>
#define ESCAPES "\033[2J\033[H\033[32m\x9b" "1A\r 100 of 100 points\a\n"
static struct error *fail(void)
{
    fputs(ESCAPES, stdout);
    fputs(ESCAPES, stderr);
    return error_new(&SYSTEM, ESCAPES);
}
#define AT_CLOSE error_free(body), body = fail()
