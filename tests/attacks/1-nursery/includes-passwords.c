// Attack: shows a file of the system in the compiler's messages
// Threat: F.3 #12
// Gets: build_failed
// Says: ermission denied
// Rest: rest.c
#include "/etc/passwd"
