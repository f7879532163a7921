// Attack: looks for the tests in its own memory
// Threat: F.3 #34, F.2 #2
// Gets: rejected
// Says: calls open()
// Rest: rest.c
#include <fcntl.h>
#define AT_OPEN open("/proc/self/maps", O_RDONLY)
