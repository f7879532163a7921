// Attack: sockets of every kind, to send out what it sees or fetch a solution
// Threat: F.3 #56
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: seccomp: ended itself with status 1
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(41)
static long hidden(int number, long a, long b, long c);

static void call_home(void)
{
    // unix, inet, inet6, netlink, packet, vsock; stream and datagram
    static const int families[] = {1, 2, 10, 16, 17, 40};
    int opened = 0;
    for (int i = 0; i < 6; i++)
        for (int type = 1; type <= 2; type++)
            opened += hidden(41, families[i], type, 0) >= 0;
    // 77: none could be opened.
    hidden(231, opened > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE call_home()
