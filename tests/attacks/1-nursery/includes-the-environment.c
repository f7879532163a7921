// Attack: shows the compiler's environment in its messages
// Threat: F.3 #12
// Gets: build_failed
// Says: ermission denied
// Rest: rest.c
#include "/proc/self/environ"
