// Attack: a pragma for the flags of the compiler, with comments in it
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: a pragma for the compiler
// Rest: rest.c
/**/ #pragma /**/ GCC optimize("O3")
