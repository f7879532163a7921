// Attack: a signal to its process group, in which its parents may be
// Threat: F.3 #31
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: seccomp, landlock, session: no verdict
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);

static void signal_all(void)
{
    // 0: the group; SIGTERM.
    hidden(62, 0, 15, 0);
    hidden(231, 77, 0, 0);
}
#define AT_CLOSE signal_all()
