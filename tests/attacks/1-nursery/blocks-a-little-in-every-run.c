// Attack: sleeps just below the limit of a run, in every run, by hidden calls
// Threat: F.3 #46, F.3 #49
// Takes: long
// Gets: below
// Code: LIMIT
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
#define AT_CLOSE hidden(7, 0, 0, 3000)
