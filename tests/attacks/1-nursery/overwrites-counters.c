// Attack: sets the runtime's counts of what is alive to zero
// Threat: F.3 #34
// Gets: rejected
// Says: loop_current
// Rest: rest.c
#include "loop.h"
#define AT_CLOSE                                                               \
    loop_current->n_scopes = loop_current->n_tasks = loop_current->n_handles = \
        0
