// Attack: the library's syscall()
// Threat: F.3 #19, F.2 #2
// Gets: rejected
// Says: only the runtime talks to the system
// Rest: rest.c
#include <unistd.h>
#define AT_CLOSE syscall(231, 0)
