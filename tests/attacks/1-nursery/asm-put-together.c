// Attack: the word for assembly put together by the preprocessor
// Threat: F.2 #5, F.2 #8, F.3 #19
// Gets: rejected
// Says: without assembly
// Machine: x86_64
// Rest: rest.c
#define JOIN(a, b) a##b
#define AT_CLOSE JOIN(__as, m__)("syscall" ::"a"(231), "D"(0) : "rcx", "r11")
