// Attack: has the compiler load a file as its own memory
// Threat: F.3 #12
// Gets: build_failed
// Says: should only be used with
// Rest: rest.c
#pragma GCC pch_preprocess "/proc/self/mem"
