// Attack: becomes a program that ends well, by a hidden call
// Threat: F.3 #25
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: landlock: ended itself with status 0
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(59)
static long hidden(int number, long a, long b, long c);

static void become(void)
{
    static const char *const argv[] = {"true", 0};
    // execve
    hidden(59, (long)"/usr/bin/true", (long)argv, 0);
    hidden(231, 77, 0, 0);
}
#define AT_CLOSE become()
