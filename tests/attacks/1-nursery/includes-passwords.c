// Attack: shows a file of the system in the compiler's messages
// Gets: build_failed
// Says: ermission denied
// Rest: rest.c
#include "/etc/passwd"
