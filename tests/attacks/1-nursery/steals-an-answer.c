// Attack: asks for the number that the test is about to ask for
// Threat: F.3 #35
// Gets: rejected
// Says: ask()
// Rest: rest.c
#include <stdint.h>
extern int64_t ask(void);
#define AT_OPEN (void)ask()
