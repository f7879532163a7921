// Attack: exit_group by bytes hidden in a number
// Threat: F.3 #25, F.3 #19
// Gets: below
// Code: EXIT
// Says: the program ended itself with status 0 before the test was over
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
#define AT_CLOSE hidden(231, 0, 0, 0)
