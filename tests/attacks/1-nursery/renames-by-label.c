// Attack: a name for the linker that is another one in C, by a word put together
// Threat: F.3 #19
// Gets: rejected
// Says: without assembly
// Rest: rest.c
#define JOIN(a, b) a##b
void mine(int what, long a, long b) JOIN(__as, m__)("tell");
void mine(int what, long a, long b)
{
    (void)what, (void)a, (void)b;
}
