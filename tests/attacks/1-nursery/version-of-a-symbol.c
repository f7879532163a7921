// Attack: a version of libc's exit, by the attribute that makes one
// Threat: F.3 #19
// Gets: below
// Rest: rest.c
__attribute__((symver("exit@@GLIBC_2.2.5"))) void mine(int status);
void mine(int status)
{
    (void)status;
}
