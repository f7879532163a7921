// Attack: signals to its parent, its group and everybody
// Threat: F.3 #31
// Gets: below
// Never: seccomp, landlock
// Code: EXIT
// Says: ended itself with status 62
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void murder(void)
{
    long parent = hidden(110, 0, 0, 0);
    int reached = hidden(62, parent, 9, 0) == 0;
    reached += hidden(62, parent, 15, 0) == 0;
    reached += hidden(62, -1, 9, 0) == 0;
    // 62: nobody was reached.
    hidden(231, reached > 0 ? 1 : 62, 0, 0);
}
#define AT_CLOSE murder()
