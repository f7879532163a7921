// Attack: instructions written as an array, among other code
// Threat: F.2 #5, F.3 #19
// Gets: rejected
// Says: makes a system call in assembly
// Stopped: audit: EXIT
// Machine: x86_64
// Rest: rest.c
static const unsigned char code[] __attribute__((section(".text.hot"))) = {
    0xb8, 0xe7, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05, 0xc3};
#define AT_CLOSE ((void (*)(void))code)()
