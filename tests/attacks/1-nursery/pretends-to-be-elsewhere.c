// Attack: lines that claim to be another file's, to hide from coverage
// Gets: rejected
// Says: #line
// Rest: rest.c
#line 1 "/usr/include/stdio.h"
