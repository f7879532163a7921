// Attack: replaces waitpid, which a judge might use
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines waitpid(), which is somebody else's
// Rest: rest.c
#include <sys/types.h>
pid_t waitpid(pid_t pid, int *status, int options)
{
    (void)options;
    if (status != 0)
        *status = 0;
    return pid;
}
