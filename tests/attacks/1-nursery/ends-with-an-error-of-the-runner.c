// Attack: the exit status that stands for a mistake of the harness
// Gets: below
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
#define AT_CLOSE hidden(231, 125, 0, 0)
