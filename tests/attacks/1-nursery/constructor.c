// Attack: code that runs before main, and ends the program well
// Gets: rejected
// Says: before or after main()
// Rest: rest.c
__attribute__((constructor)) static void early(void)
{
    for (;;)
        ;
}
