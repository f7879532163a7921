// Attack: the same, with a name that is put together
// Threat: F.3 #34
// Gets: rejected
// Says: loop_current
// Rest: rest.c
#include "loop.h"
#define JOIN(a, b) a##b
#define AT_CLOSE                                                               \
    JOIN(loop_, current)->n_scopes = JOIN(loop_, current)->n_tasks =           \
        JOIN(loop_, current)->n_handles = 0
