// Attack: an expression so deep that compilers run out of stack
// Threat: F.3 #12, F.3 #62
// Takes: long
// Gets: build_failed
// Never: rlimits
// Rest: rest.c
#define A !!!!!!!!!!!!!!!!
#define B A A A A A A A A A A A A A A A A
#define C B B B B B B B B B B B B B B B B
#define D C C C C C C C C C C C C C C C C
#define E D D D D D D D D D D D D D D D D
static int deep = E E E E 1;
