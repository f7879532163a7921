// Attack: brings a main() that succeeds at once
// Gets: rejected
// Says: defines main()
// Rest: rest.c
int main(void)
{
    return 0;
}
