// Attack: asks atexit for a last word, and loops in it
// Threat: F.3 #25, F.2 #2
// Gets: rejected
// Says: nothing of a lab runs when the program ends
// Rest: rest.c
#include <stdlib.h>
static void last_word(void)
{
    for (;;)
        ;
}
#define AT_OPEN atexit(last_word)
