// Attack: loops for ever in close
// Gets: below
// Code: HANG
// Says: it loops
// Machine: x86_64
// Rest: rest.c
#define AT_CLOSE                                                               \
    for (;;)                                                                   \
        __builtin_ia32_pause()
