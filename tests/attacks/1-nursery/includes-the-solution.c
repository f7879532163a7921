// Attack: hands in the solution by its path
// Gets: build_failed
// Says: ermission denied
#include "../../../../../../../solutions/1-nursery/nursery.c"
