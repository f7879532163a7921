// Attack: asks for a second process
// Threat: F.3 #40, F.2 #2
// Gets: rejected
// Says: a lab needs tasks, not processes
// Rest: rest.c
#include <unistd.h>
#define AT_OPEN fork()
