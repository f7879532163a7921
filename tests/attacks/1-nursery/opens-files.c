// Attack: opens a file
// Gets: rejected
// Says: calls fopen()
// Rest: rest.c
#include <stdio.h>
#define AT_OPEN fopen("attack-was-here", "w")
