// Attack: loops for ever in close
// Threat: F.3 #46
// Gets: below
// Code: HANG
// Says: it loops
// Rest: rest.c
#define AT_CLOSE                                                               \
    for (volatile int turns = 0;; turns++)                                     \
        (void)0
