// Attack: a constructor without the attribute
// Threat: F.3 #14, F.2 #3
// Gets: rejected
// Says: before or after main()
// Rest: rest.c
static void early(void)
{
}
static void (*entry)(void) __attribute__((section(".init_array"), used)) =
    early;
