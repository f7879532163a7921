// Attack: an object of a gigabyte
// Gets: build_failed
// Rest: rest.c
char block[1 << 30] = {1};
