// Attack: the same with a private name
// Threat: F.2 #4
// Gets: rejected
// Says: ifunc
// Rest: rest.c
static int one(void)
{
    return 1;
}
static int (*choose(void))(void)
{
    return one;
}
static int chosen(void) __attribute__((ifunc("choose")));
#define AT_OPEN (void)chosen()
