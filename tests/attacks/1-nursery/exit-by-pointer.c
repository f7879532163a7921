// Attack: takes the address of _exit instead of calling it
// Gets: rejected
// Says: _exit()
// Rest: rest.c
#include <unistd.h>
static void (*volatile end)(int) = _exit;
#define AT_CLOSE end(0)
