// Attack: prints what a judge and a checker print when all is well
// Threat: F.3 #30, F.3 #60
// Gets: below
// Rest: rest.c
#include <stdio.h>
#define AT_OPEN                                                                \
    printf("{\"id\":\"close_waits_for_the_slowest_child\","                    \
           "\"status\":\"pass\",\"plays\":1}\n"                                \
           "\ntotal     FORGED of FORGED points in 0.01 s\n"                   \
           "100%%: Checks: 1, Failures: 0, Errors: 0\n")
#define AT_CLOSE n->n_children = 0
