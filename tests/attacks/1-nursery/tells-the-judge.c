// Attack: reports ends of children that have not ended
// Threat: F.3 #30
// Gets: rejected
// Says: tell()
// Rest: rest.c
#include <stdint.h>
extern void tell(int what, int64_t a, int64_t b);
#define AT_CLOSE tell(4, 1, 0)
