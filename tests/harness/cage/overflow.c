// Reads one element past a heap block: food for a sanitizer.
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    char *block = calloc(8, 1);
    int found = block[7 + argc];
    free(block);
    return found;
}
