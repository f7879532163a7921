// Attack: its own compiler flags
// Gets: rejected
// Says: pragma
// Rest: rest.c
#pragma GCC optimize("O3", "no-stack-protector", "fast-math")
