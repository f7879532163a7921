// Attack: waits with sleep() in place of the runtime
// Threat: F.3 #49, F.2 #2
// Gets: rejected
// Says: there is sleep_ms()
// Rest: rest.c
#include <unistd.h>
#define AT_CLOSE sleep(1)
