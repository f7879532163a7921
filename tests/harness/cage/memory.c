// Takes 3 GB in pieces of 16 MB.
#include "attack.h"
#include <sys/mman.h>

int main(void)
{
    enum { MOST_MB = 3072, PIECE_MB = 16, MB = 1 << 20 };
    int n_mb = 0;
    while (n_mb < MOST_MB) {
        char *piece = mmap(NULL, PIECE_MB * MB, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (piece == MAP_FAILED)
            break;
        *piece = 1;
        n_mb += PIECE_MB;
    }
    printf("%d MB\n", n_mb);
    attack_report("memory", n_mb == MOST_MB);
    return attack_status;
}
