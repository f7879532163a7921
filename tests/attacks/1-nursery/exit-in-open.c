// Attack: ends the program with status 0 when the first nursery is opened
// Threat: F.3 #25, F.3 #28, F.2 #2
// Gets: rejected
// Says: calls exit(): it would end the whole program
// Rest: rest.c
#include <stdlib.h>
#define AT_OPEN exit(0)
