// Attack: a thousand processes by hidden calls; each that starts would stay
// Threat: F.3 #40
// Gets: below
// Never: seccomp
// Says: ended itself with status 57
// Code: EXIT
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void bomb(void)
{
    int started = 0;
    for (int i = 0; i < 1000; i++) {
        long pid = hidden(57, 0, 0, 0);
        if (pid == 0)
            hidden(34, 0, 0, 0);
        started += pid > 0;
    }
    // 57: none did.
    hidden(231, started > 0 ? 1 : 57, 0, 0);
}
#define AT_CLOSE bomb()
