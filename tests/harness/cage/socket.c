// Reaches for the network and for services of this machine.
#include "attack.h"
#include <sys/socket.h>
#include <unistd.h>

static void try_one(const char *what, int family, int type)
{
    int fd = socket(family, type, 0);
    attack_report(what, fd >= 0);
    if (fd >= 0)
        close(fd);
}

int main(void)
{
    int pair[2];
    try_one("TCP", AF_INET, SOCK_STREAM);
    try_one("UDP", AF_INET6, SOCK_DGRAM);
    try_one("local stream", AF_UNIX, SOCK_STREAM);
    try_one("netlink", AF_NETLINK, SOCK_RAW);
    try_one("vsock", AF_VSOCK, SOCK_STREAM);
    attack_report("datagram pair",
                  socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    return attack_status;
}
