// Attack: takes memory at each turn and gives none back
// Threat: F.3 #52
// Gets: below
// Code: LEAK
// Says: never freed
// Rest: rest.c
#include <stdlib.h>
static void *volatile kept;
#define AT_OPEN kept = malloc(100)
