// Attack: loops for ever in close
// Threat: F.3 #46
// Gets: below
// Code: HANG
// Says: it loops
// Machine: x86_64
// Rest: rest.c
#define AT_CLOSE                                                               \
    for (;;)                                                                   \
        __builtin_ia32_pause()
