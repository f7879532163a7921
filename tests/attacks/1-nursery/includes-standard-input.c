// Attack: waits for somebody to type the rest, where nobody does
// Threat: F.3 #12
// Gets: below
// Rest: rest.c
#include "/dev/stdin"
