// Attack: a #line whose first sign is written as two
// Threat: F.2 #8
// Gets: rejected
// Says: #line
// Rest: rest.c
%:line 1 "/usr/include/stdio.h"
