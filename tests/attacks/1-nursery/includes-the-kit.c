// Attack: shows the hidden tests as the grader has compiled them, and where they lie
// Threat: F.3 #12
// Gets: build_failed
// Says: fatal error: labs/0-event/../../build/kit/1-nursery/plain.o: Permission denied
// Rest: rest.c
#include "../../build/kit/1-nursery/plain.o"
