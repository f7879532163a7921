// Attack: looks for descriptors that somebody has forgotten to close
// Threat: F.3 #30
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: descriptors: ended itself with status 1
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(72)
static long hidden(int number, long a, long b, long c);

static void look(void)
{
    int found = 0;
    // fcntl, F_GETFD; 0 to 6 are what a runner has.
    for (int fd = 7; fd < 256; fd++)
        found += hidden(72, fd, 1, 0) >= 0;
    hidden(231, found > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE look()
