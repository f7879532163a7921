// Attack: takes the address of _exit instead of calling it
// Threat: F.3 #25, F.2 #2
// Gets: rejected
// Says: _exit()
// Rest: rest.c
#include <unistd.h>
static void (*volatile end)(int) = _exit;
#define AT_CLOSE end(0)
