// Attack: the same where nothing is included
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: an odd name of a file
// Rest: rest.c
#if 0
#include </*>
#endif
__attribute__((no_sanitize("coverage"),
    unused)) static int secret(void)
{
    return 7;
}
//*/
