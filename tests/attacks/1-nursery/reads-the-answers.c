// Attack: reads ahead what the judge answers the tests
// Threat: F.3 #30, F.3 #35
// Gets: below
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(0)
static long hidden(int number, long a, long b, long c);

static void read_ahead(void)
{
    static char answers[4096];
    struct {
        int fd;
        short events, revents;
    } ready = {3, 1, 0};
    // poll first: there may be nothing to read.
    if (hidden(7, (long)&ready, 1, 0) > 0)
        hidden(0, 3, (long)answers, sizeof(answers));
}
#define AT_CLOSE read_ahead()
