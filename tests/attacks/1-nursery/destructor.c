// Attack: code that runs after main
// Gets: rejected
// Says: before or after main()
// Rest: rest.c
#include <stdio.h>
__attribute__((destructor)) static void late(void)
{
    puts("all tests passed");
}
