// Attack: prints two gigabytes
// Threat: F.3 #42
// Gets: below
// Rest: rest.c
#include <stdio.h>
static void flood(void)
{
    static char block[1 << 16];
    for (int i = 0; i < 1 << 15; i++)
        fwrite(block, 1, sizeof(block), stdout);
}
#define AT_OPEN flood()
