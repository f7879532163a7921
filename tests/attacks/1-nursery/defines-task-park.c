// Attack: replaces the runtime's wait by none at all
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines task_park(), which is somebody else's
// Rest: rest.c
#include "task.h"
struct error *task_park(abort_fn *abort, void *arg)
{
    (void)abort;
    (void)arg;
    return NULL;
}
