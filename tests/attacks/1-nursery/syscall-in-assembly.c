// Attack: exit_group through a system call of its own
// Threat: F.3 #19, F.2 #5
// Gets: rejected
// Says: without assembly
// Machine: x86_64
// Rest: rest.c
#define AT_CLOSE __asm__ volatile("syscall" ::"a"(231), "D"(0) : "rcx", "r11")
