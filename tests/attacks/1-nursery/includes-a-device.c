// Attack: a source that never ends
// Threat: F.3 #12
// Gets: build_failed
// Rest: rest.c
#include "/dev/zero"
