// Attack: code in the section that runs before main, without a function pointer
// Threat: F.3 #14, F.2 #3
// Gets: rejected
// Says: before or after main()
// Rest: rest.c
__attribute__((section(".init"), used)) static void first(void)
{
    for (;;)
        ;
}
