// Attack: hands in the solution by the path that __FILE__ gives away
// Threat: F.3 #12
// Gets: build_failed
// Says: solutions/1-nursery/nursery.c
#include "solutions/1-nursery/nursery.c"
