// Attack: a section that can be written and run
// Threat: F.2 #4
// Gets: rejected
// Says: section of its own
// Rest: rest.c
__attribute__((section(".mine,\"awx\",@progbits#"))) char code[64] = {1};
