// Attack: hands in the solution by the path that __FILE__ gives away
// Gets: build_failed
// Says: solutions/1-nursery/nursery.c
#include "solutions/1-nursery/nursery.c"
