// Attack: a child that ends takes the program with it, status 0
// Gets: rejected
// Says: calls _exit(): it would end the whole program
// Rest: rest.c
#include <unistd.h>
#define AT_DONE _exit(0)
