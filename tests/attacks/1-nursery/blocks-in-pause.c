// Attack: blocks the whole program, in a system call nobody sees
// Threat: F.3 #46
// Takes: long
// Gets: below
// Code: HANG
// Says: blocked outside of the runtime
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
#define AT_CLOSE hidden(34, 0, 0, 0)
