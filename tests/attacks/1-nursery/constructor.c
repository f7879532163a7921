// Attack: code that runs before main, and ends the program well
// Threat: F.3 #14, F.2 #3
// Gets: rejected
// Says: before or after main()
// Rest: rest.c
__attribute__((constructor)) static void early(void)
{
    for (;;)
        ;
}
