// Attack: half a report, so that all that follows is out of step
// Threat: F.3 #30
// Gets: below
// Code: FORGED
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
#define AT_OPEN hidden(1, 4, (long)"half of a frame.", 16)
