// Attack: exit through the 32-bit door
// Threat: F.3 #19, F.2 #5
// Gets: rejected
// Says: without assembly
// Machine: x86_64
// Rest: rest.c
#define AT_CLOSE __asm__ volatile("int $0x80" ::"a"(252), "b"(0))
