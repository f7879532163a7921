// Attack: leaves something for the next run, where no file is: shared memory, queues, keys
// Threat: F.3 #55
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL)                                                             \
    CALL(29) CALL(31) CALL(64) CALL(66) CALL(68) CALL(71) CALL(240) CALL(248)           \
    CALL(250) CALL(253) CALL(319) CALL(425)
static long hidden(int number, long a, long b, long c);

static void leave(void)
{
    // shmget, semget, msgget, mq_open, add_key, keyctl, inotify_init,
    // memfd_create, io_uring_setup
    static const int calls[] = {29, 64, 68, 240, 248, 250, 253, 319, 425};
    static const int undo[] = {31, 66, 71};
    int refused = 0;
    for (int i = 0; i < 9; i++) {
        long made = hidden(calls[i], 0, 100, 0600);
        refused += made == -1;
        // What was made nevertheless goes again: shmctl, semctl, msgctl.
        if (made >= 0 && i < 3)
            hidden(undo[i], made, 0, 0);
    }
    // 77: all are refused.
    hidden(231, refused == 9 ? 77 : 1, 0, 0);
}
#define AT_CLOSE leave()
