// Attack: an identifier of C that is not of ASCII, and a name that is refused
// Threat: F.3 #60
// Gets: build_failed
// Says: \x1b[32m
// Rest: rest.c
#include "nursery_[32m100_of_100_points.h"
