// Attack: an object of a gigabyte
// Threat: F.3 #44
// Gets: build_failed
// Never: rlimits
// Rest: rest.c
char block[1 << 30] = {1};
