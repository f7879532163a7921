// Attack: loops for ever with all signals blocked
// Threat: F.3 #47
// Gets: below
// Code: HANG
// Says: it loops
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void loop(void)
{
    unsigned long all = ~0ul;
    // All four arguments are there: the fourth is of 8 bytes by chance only,
    // so this may fail; then it is the plain loop.
    hidden(14, 0, (long)&all, 0);
    for (volatile int i = 0;; i++)
        ;
}
#define AT_CLOSE loop()
