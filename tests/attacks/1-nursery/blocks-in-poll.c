// Attack: waits with poll() in place of the runtime
// Threat: F.3 #49, F.2 #2
// Gets: rejected
// Says: calls poll()
// Rest: rest.c
#include <poll.h>
#define AT_CLOSE poll(0, 0, -1)
