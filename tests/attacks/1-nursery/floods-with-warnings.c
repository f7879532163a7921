// Attack: a thousand warnings
// Threat: F.3 #11, F.3 #42
// Gets: below
// Rest: rest.c
#define JOIN(a, b) a##b
#define NAME(n) JOIN(unused_, n)
#define ONE static int NAME(__COUNTER__)(int a) { int b; return 0; }
#define TEN ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
HUNDRED HUNDRED HUNDRED
