// Attack: includes itself without end
// Gets: build_failed
// Says: In file included from nursery.c
#include "nursery.c"
