// Attack: ends the program past all handlers
// Threat: F.3 #25, F.2 #2
// Gets: rejected
// Says: calls quick_exit()
// Rest: rest.c
#include <stdlib.h>
#define AT_CLOSE quick_exit(0)
