// Attack: weak definitions of other modules' functions
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: which is somebody else's
// Rest: rest.c
#include "scope.h"
__attribute__((weak)) void scope_cancel(struct scope *s, const char *text)
{
    (void)s;
    (void)text;
}
