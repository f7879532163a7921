// Attack: code that runs after main
// Threat: F.3 #14, F.2 #3
// Gets: rejected
// Says: before or after main()
// Rest: rest.c
#include <stdio.h>
__attribute__((destructor)) static void late(void)
{
    puts("all tests passed");
}
