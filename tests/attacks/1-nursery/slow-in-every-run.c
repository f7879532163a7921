// Attack: stays just below the limit of a run, in every run
// Threat: F.3 #46
// Takes: long
// Gets: below
// Rest: rest.c
#define AT_OPEN                                                               \
    for (volatile int i = 0; i < 100000000; i++)                                \
        ;
