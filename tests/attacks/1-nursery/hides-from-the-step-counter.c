// Attack: a word put together, so that the steps of a function are not counted
// Threat: F.3 #21, F.2 #7, F.2 #8
// Gets: rejected
// Says: no_sanitize
// Rest: rest.c
#define JOIN(a, b) a##b
__attribute__((JOIN(no_sani, tize)("coverage"), unused)) static int
slow(int n)
{
    int sum = 0;
    for (volatile int i = 0; i < n; i++)
        sum += i;
    return sum;
}
#define AT_CLOSE (void)slow(1000)
