// Landlock: every file is out of reach but those that are named here.
//
// The kernel says which ABI it has; each one adds rights that can be denied.
// All that this kernel knows are denied, so a newer kernel is a tighter cage.
// The numbers are the kernel's own: headers may be older than the kernel.
#include "cage.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// linux/landlock.h, in the order of their ABI.
enum right {
    EXECUTE = 1 << 0,
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_DIR = 1 << 7,
    MAKE_REG = 1 << 8,
    TRUNCATE = 1 << 14,  // ABI 3
    IOCTL_DEV = 1 << 15, // ABI 5

    READ = READ_FILE | READ_DIR,
    START = READ | EXECUTE,
    // Links, sockets, pipes and devices are missing on purpose: whoever reads
    // the output later must find plain files and folders.
    WRITE = READ | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR |
            MAKE_REG,
    OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV,
};

enum { ADD_PATH_BENEATH = 1, ASK_VERSION = 1 };

// The kernel reads as many bytes as its ABI has, if the rest are zero.
struct ruleset {
    uint64_t files;   // rights that are denied unless a rule gives them
    uint64_t network; // from ABI 4: bind and connect of TCP
    uint64_t scopes;  // from ABI 6: abstract sockets, signals
};

// Rights to what lies at or below a place.
struct beneath {
    uint64_t rights;
    int32_t place; // an open descriptor
} __attribute__((packed));

struct grant {
    const char *path;
    uint64_t rights;
};

// What a compiler, assembler and linker need of the system, here or elsewhere.
static const struct grant for_compile[] = {
    {"/usr", START},
    {"/lib", START},
    {"/lib32", START},
    {"/lib64", START},
    {"/libx32", START},
    {"/bin", START},
    {"/etc/ld.so.cache", READ},
    {"/etc/ld.so.conf", READ},
    {"/etc/ld.so.conf.d", READ},
    {"/etc/os-release", READ},
    {"/etc/lsb-release", READ},
    {"/etc/debian_version", READ},
    {"/dev/null", READ | WRITE_FILE | TRUNCATE},
    {NULL, 0},
};

// A sanitized program is linked dynamically and looks at its own mappings.
// Only the loader may be started, as the kernel does for it.
static const struct grant for_sanitize[] = {
    {"/usr/include", READ},
    {"/usr/lib", READ},
    {"/usr/lib64", READ},
    {"/lib", READ},
    {"/lib64", READ},
    {"/lib64/ld-linux-x86-64.so.2", START},
    {"/lib/ld-linux-aarch64.so.1", START},
    {"/etc/ld.so.cache", READ},
    {"/proc/self", READ},
    {NULL, 0},
};

// So does a program that is linked with a library; this one may read what a
// compiler reads.
static const struct grant for_library[] = {
    {"/usr", READ},
    {"/lib", READ},
    {"/lib64", READ},
    {"/lib64/ld-linux-x86-64.so.2", START},
    {"/lib/ld-linux-aarch64.so.1", START},
    {"/etc/ld.so.cache", READ},
    {"/dev/null", READ},
    {NULL, 0},
};

static const struct grant for_run[] = {{NULL, 0}};

static const struct grant *const for_profile[] = {
    [PROFILE_RUN] = for_run,
    [PROFILE_LIBRARY] = for_library,
    [PROFILE_COMPILE] = for_compile,
    [PROFILE_SANITIZE] = for_sanitize,
};

int landlock_abi(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);
}

static uint64_t known_rights(int abi)
{
    static const int n_rights[] = {0, 13, 14, 15, 15, 16};
    int last = sizeof(n_rights) / sizeof(*n_rights) - 1;
    return (UINT64_C(1) << n_rights[abi < last ? abi : last]) - 1;
}

static int open_ruleset(int abi)
{
    struct ruleset ruleset = {
        .files = known_rights(abi),
        .network = abi >= 4 ? 3 : 0,
        .scopes = abi >= 6 ? 3 : 0,
    };
    int fd =
        (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof(ruleset), 0);
    if (fd < 0)
        cage_fail("cannot make a Landlock ruleset");
    return fd;
}

static void add_grant(int ruleset, int abi, const char *path, uint64_t rights)
{
    struct stat about;
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0 || fstat(place, &about) != 0)
        cage_fail("cannot open %s", path);
    if (!S_ISDIR(about.st_mode))
        rights &= OF_A_FILE;
    struct beneath beneath = {rights & known_rights(abi), place};
    if (syscall(SYS_landlock_add_rule, ruleset, ADD_PATH_BENEATH, &beneath,
                0) != 0)
        cage_fail("cannot allow %s", path);
    close(place);
}

static void add_paths(int ruleset, int abi, const struct paths *paths,
                      uint64_t rights)
{
    for (size_t i = 0; i < paths->n_paths; i++)
        add_grant(ruleset, abi, paths->path[i], rights);
}

void landlock_enter(const struct cage *cage)
{
    int abi = cage->landlock_abi;
    int ruleset = open_ruleset(abi);
    const struct grant *grant = for_profile[cage->profile];
    for (; grant->path != NULL; grant++)
        if (access(grant->path, F_OK) == 0)
            add_grant(ruleset, abi, grant->path, grant->rights);
    add_grant(ruleset, abi, cage->program, READ_FILE | EXECUTE);
    add_paths(ruleset, abi, &cage->read, READ);
    add_paths(ruleset, abi, &cage->write, WRITE);
    add_paths(ruleset, abi, &cage->exec, START);
    if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        cage_fail("cannot enter the Landlock domain");
    close(ruleset);
}
