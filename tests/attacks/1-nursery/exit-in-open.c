// Attack: ends the program with status 0 when the first nursery is opened
// Gets: rejected
// Says: calls exit(): it would end the whole program
// Rest: rest.c
#include <stdlib.h>
#define AT_OPEN exit(0)
