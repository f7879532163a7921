// Attack: types a command into the terminal it was started from
// Threat: F.3 #60, F.3 #31
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(16)
static long hidden(int number, long a, long b, long c);

static void type(void)
{
    // The terminal by its name, and TIOCSTI on whatever is open.
    int done = hidden(2, (long)"/dev/tty", 2, 0) >= 0;
    for (int fd = 0; fd < 3; fd++)
        done += hidden(16, fd, 0x5412, (long)"\n") != -1;
    hidden(231, done > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE type()
