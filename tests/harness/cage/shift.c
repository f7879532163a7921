// Shifts too far: undefined, and found by a sanitizer.
int main(int argc, char **argv)
{
    (void)argv;
    return 1 << (31 + argc);
}
