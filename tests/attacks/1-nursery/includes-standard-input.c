// Attack: waits for somebody to type the rest, where nobody does
// Threat: F.3 #12
// Gets: rejected
// Says: an odd name of a file
// Rest: rest.c
#include "/dev/stdin"
