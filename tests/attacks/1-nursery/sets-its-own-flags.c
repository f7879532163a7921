// Attack: its own compiler flags
// Gets: rejected
// Says: a pragma for
// Rest: rest.c
#pragma GCC optimize("O3", "no-stack-protector", "fast-math")
