// Attack: kills the judge and goes on alone, for ten seconds
// Threat: F.3 #31, F.3 #55
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: seccomp, landlock, parent-death: a survivor
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(37)
static long hidden(int number, long a, long b, long c);

static void outlive(void)
{
    long judge = hidden(110, 0, 0, 0);
    // alarm, so that it is not for ever; SIGKILL.
    hidden(37, 10, 0, 0);
    if (hidden(62, judge, 9, 0) != 0)
        hidden(231, 77, 0, 0);
    for (;;)
        hidden(34, 0, 0, 0);
}
#define AT_CLOSE outlive()
