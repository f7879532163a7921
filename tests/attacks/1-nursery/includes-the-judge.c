// Attack: shows the hidden tests in the compiler's messages
// Gets: build_failed
// Says: ermission denied
// Rest: rest.c
#include "../../../../../../../tests/1-nursery/judge.c"
