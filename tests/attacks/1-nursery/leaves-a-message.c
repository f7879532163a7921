// Attack: leaves something for the next run, where no file is: shared memory, queues, keys
// Threat: F.3 #55
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL)                                                             \
    CALL(29) CALL(31) CALL(64) CALL(68) CALL(71) CALL(240) CALL(248)           \
    CALL(250) CALL(253) CALL(319) CALL(425)
static long hidden(int number, long a, long b, long c);

static void leave(void)
{
    // shmget, semget, msgget, mq_open, add_key, keyctl, inotify_init,
    // memfd_create, io_uring_setup
    static const int calls[] = {29, 64, 68, 240, 248, 250, 253, 319, 425};
    int refused = 0;
    for (int i = 0; i < 9; i++)
        refused += hidden(calls[i], 0, 4096, 0600) == -1;
    // What there is nevertheless goes again.
    for (long id = 0; id < 8; id++) {
        hidden(31, id, 0, 0);
        hidden(71, id, 0, 0);
    }
    // 77: all are refused.
    hidden(231, refused == 9 ? 77 : 1, 0, 0);
}
#define AT_CLOSE leave()
