// Attack: replaces malloc, which all share
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines malloc(), which is somebody else's
// Rest: rest.c
#include <stddef.h>
void *malloc(size_t bytes)
{
    static _Alignas(16) char pool[1 << 20];
    static size_t used;
    void *at = pool + used;
    used += (bytes + 15) & ~(size_t)15;
    return used < sizeof(pool) ? at : NULL;
}
