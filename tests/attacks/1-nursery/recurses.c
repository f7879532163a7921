// Attack: recursion that does not end
// Threat: F.3 #45
// Gets: below
// Code: CRASH
// Says: stack overflow
// Rest: rest.c
static int deep(int n)
{
    volatile char room[1024];
    room[n % 1024] = 1;
    return deep(n + 1) + room[n % 1024];
}
#define AT_CLOSE deep(0)
