// Attack: shows the hidden tests in the program that is linked at the same time
// Threat: F.3 #12
// Gets: build_failed
// Says: fatal error: ../plain/runner
// Rest: rest.c
#ifdef __NO_INLINE__
#define A4(x) x x x x
#define A16(x) A4(A4(x))
#define A256(x) A16(A16(x))
static const char long_work[] = A256(A256(A4("some bytes, until the other is there ")));
#include "../plain/runner"
#endif
