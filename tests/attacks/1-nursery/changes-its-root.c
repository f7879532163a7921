// Attack: uses what root may do: chroot, mount, the clock, the name of the machine
// Threat: F.3 #55
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Stopped: seccomp, capabilities: ended itself with status 1
// Root: yes
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(161) CALL(165) CALL(170) CALL(227)
static long hidden(int number, long a, long b, long c);
static void change(void)
{
    int done = hidden(161, (long)"/", 0, 0) == 0;
    // With arguments that change nothing: mount, sethostname, clock_settime
    done += hidden(165, 0, 0, 0) == 0;
    done += hidden(170, 0, -1, 0) == 0;
    done += hidden(227, 0, 0, 0) == 0;
    hidden(231, done > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE change()
