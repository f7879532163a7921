// Attack: the same by a hidden call, with the solution and the tests as well
// Threat: F.3 #32, F.3 #34
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: landlock: ended itself with status 1
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void look(void)
{
    static const char *const paths[] = {
        "/proc/self/maps", "/proc/self/mem", "/proc/1/environ", "/etc/passwd",
        "solutions/1-nursery/nursery.c", "tests/1-nursery/judge.c"};
    int opened = 0;
    for (int i = 0; i < 6; i++)
        opened += hidden(2, (long)paths[i], 0, 0) >= 0;
    // 77: none could be opened.
    hidden(231, opened > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE look()
