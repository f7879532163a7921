// Attack: recursion with frames that leap over a guard page
// Threat: F.3 #45
// Gets: below
// Code: CRASH
// Says: stack overflow
// Rest: rest.c
static int deep(int n)
{
    volatile char room[200 * 1024];
    room[0] = (char)n;
    return n > 0 ? deep(n + 1) + room[n % 1024] : 0;
}
#define AT_CLOSE deep(1)
