// Attack: closes the harness's channel
// Threat: F.3 #30
// Gets: below
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
#define AT_OPEN hidden(3, 4, 0, 0)
