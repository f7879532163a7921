// Attack: a compiler message that repaints the terminal
// Threat: F.3 #60
// Gets: build_failed
// Says: \x1b[2J
// Rest: rest.c
#error [2J[H[32m 100 of 100 points
