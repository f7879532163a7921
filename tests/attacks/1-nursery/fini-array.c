// Attack: a destructor without the attribute
// Threat: F.3 #14, F.2 #3
// Gets: rejected
// Says: before or after main()
// Rest: rest.c
static void last(void)
{
    for (;;)
        ;
}
__attribute__((section(".fini_array"), used)) static void (*const at_end)(void) =
    last;
