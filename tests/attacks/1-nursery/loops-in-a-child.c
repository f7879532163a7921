// Attack: a child computes for ever when it should have ended
// Threat: F.3 #46
// Gets: below
// Code: HANG
// Says: it loops
// Rest: rest.c
#define AT_DONE                                                                \
    for (volatile int i = 0;; i++)                                             \
        ;
