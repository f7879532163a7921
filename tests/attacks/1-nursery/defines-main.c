// Attack: brings a main() that succeeds at once
// Threat: F.3 #17
// Gets: rejected
// Says: defines main()
// Rest: rest.c
int main(void)
{
    return 0;
}
