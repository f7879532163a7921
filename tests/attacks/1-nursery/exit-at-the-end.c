// Attack: asks atexit for a last word, to end with status 0 then
// Gets: rejected
// Says: calls atexit()
// Rest: rest.c
#include <stdlib.h>
#include <unistd.h>
static void last_word(void)
{
    _Exit(0);
}
#define AT_OPEN atexit(last_word)
