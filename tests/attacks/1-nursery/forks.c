// Attack: asks for a second process
// Gets: rejected
// Says: a lab needs tasks, not processes
// Rest: rest.c
#include <unistd.h>
#define AT_OPEN fork()
