// Attack: opens a file
// Threat: F.3 #31, F.2 #2
// Gets: rejected
// Says: calls fopen()
// Rest: rest.c
#include <stdio.h>
#define AT_OPEN fopen("attack-was-here", "w")
