// Attack: takes the solution's bytes into its own object
// Threat: F.3 #12
// Gets: build_failed
// Says: nursery.c
// Rest: rest.c
__asm__(".section .rodata\n"
        "stolen: .incbin \"../../../../../../../solutions/1-nursery/nursery.c\"\n");
