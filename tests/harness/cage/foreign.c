// Calls the kernel in the manner of another machine, where a filter that only
// looks at numbers would see something harmless.
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { X32 = 0x40000000 };

// The 32-bit getpid, where there is one.
static void call_32_bits(void)
{
#ifdef __x86_64__
    long number = 20;
    __asm__ volatile("int $0x80" : "+a"(number) : : "memory");
#endif
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "x32") == 0)
        syscall(X32 | SYS_getpid);
    else
        call_32_bits();
    puts("still here");
    return 1;
}
