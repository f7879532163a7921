// Attack: a source that never ends
// Gets: build_failed
// Rest: rest.c
#include "/dev/zero"
