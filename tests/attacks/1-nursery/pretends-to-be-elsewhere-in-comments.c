// Attack: a #line with comments in it, and a word in pieces
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: #line
// Rest: rest.c
/**/ #/**/line 1 "/usr/include/stdio.h"
#define JOIN(a, b) a##b
__attribute__((JOIN(no_sani, tize)("coverage"),
    unused)) static int secret(void)
{
    return 7;
}
