// Attack: ends the program past all handlers
// Gets: rejected
// Says: calls quick_exit()
// Rest: rest.c
#include <stdlib.h>
#define AT_CLOSE quick_exit(0)
