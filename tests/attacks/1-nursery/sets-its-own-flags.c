// Attack: its own compiler flags
// Threat: F.3 #21, F.2 #8
// Gets: rejected
// Says: a pragma for
// Rest: rest.c
#pragma GCC optimize("O3", "no-stack-protector", "fast-math")
