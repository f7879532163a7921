// Attack: a child that ends takes the program with it, status 0
// Threat: F.3 #25, F.2 #2
// Gets: rejected
// Says: calls _exit(): it would end the whole program
// Rest: rest.c
#include <unistd.h>
#define AT_DONE _exit(0)
