// Attack: writes files wherever it can
// Threat: F.3 #44, F.3 #55
// Gets: below
// Never: landlock
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void fill(void)
{
    static const char *const paths[] = {
        "attack-was-here", "../attack-was-here", "/tmp/attack-was-here",
        "/dev/shm/attack-was-here", "/root/attack-was-here",
        "/var/tmp/attack-was-here", "/proc/self/cwd/attack-was-here"};
    int opened = 0;
    for (int i = 0; i < 7; i++)
        opened += hidden(2, (long)paths[i], 0102, 0666) >= 0;
    // 77: none could be opened.
    hidden(231, opened > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE fill()
