// Attack: instructions written as an array, in a section of code
// Threat: F.2 #4
// Gets: rejected
// Says: a section of its own
// Machine: x86_64
// Rest: rest.c
static const unsigned char code[] __attribute__((section(".text.code"))) = {
    0xb8, 0xe7, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05, 0xc3};
#define AT_CLOSE ((void (*)(void))code)()
