// Attack: sets what Check, the sanitizers and coverage look at
// Threat: F.3 #27, F.2 #2
// Gets: rejected
// Says: calls setenv()
// Rest: rest.c
#include <stdlib.h>
static void set(void)
{
    setenv("CK_RUN_CASE", "none", 1);
    setenv("ASAN_OPTIONS", "exitcode=0:halt_on_error=0", 1);
    setenv("GCOV_PREFIX", "/tmp/attack-was-here", 1);
}
#define AT_OPEN set()
