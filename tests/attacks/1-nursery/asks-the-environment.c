// Attack: behaves if an environment variable says that it is graded
// Threat: F.3 #37, F.2 #2
// Gets: rejected
// Says: calls getenv()
// Rest: rest.c
#include <stdlib.h>
#define AT_OPEN                                                                \
    if (getenv("CI") != NULL)                                                  \
    return NULL
