// Attack: lines that claim to be another file's, to hide from coverage
// Threat: F.2 #8
// Gets: rejected
// Says: #line
// Rest: rest.c
#line 1 "/usr/include/stdio.h"
