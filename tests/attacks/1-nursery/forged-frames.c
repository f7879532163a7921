// Attack: writes reports of its own on the harness's channel
// Threat: F.3 #30
// Gets: below
// Code: FORGED
// Says: spoke on the harness's own channel
// Machine: x86_64
// Rest: rest.c
#include <stdint.h>
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void forge(void)
{
    // END, with a guess in place of the number of this run.
    struct {
        uint16_t type, what;
        uint32_t who;
        int64_t a, b, t;
    } end = {.type = 8, .b = 12345};
    hidden(1, 4, (long)&end, sizeof(end));
}
#define AT_OPEN forge()
