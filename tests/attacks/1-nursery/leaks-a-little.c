// Attack: the solution, and a hundred bytes that it never gives back
// Threat: F.3 #52
// Gets: below
// Code: LEAK
// Says: never freed
// Stopped: counts: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#include "scope.h"
#include <stdlib.h>
static void *volatile kept;
#define scope_enter(...) (kept = malloc(100), scope_enter(__VA_ARGS__))
