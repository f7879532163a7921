// Attack: shows the hidden tests in the compiler's messages
// Threat: F.3 #12
// Gets: build_failed
// Says: ermission denied
// Rest: rest.c
#include "../../../../../../../tests/1-nursery/judge.c"
