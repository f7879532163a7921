// Attack: includes itself without end
// Threat: F.3 #12
// Gets: build_failed
// Says: In file included from nursery.c
#include "nursery.c"
