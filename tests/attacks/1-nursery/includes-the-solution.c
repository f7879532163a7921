// Attack: hands in the solution by its path
// Threat: F.3 #12
// Gets: build_failed
// Says: ermission denied
#include "../../../../../../../solutions/1-nursery/nursery.c"
