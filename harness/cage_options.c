// The command line of the cage, and what each profile means if it is silent.
#include "cage.h"
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum option_key {
    OPTION_PROFILE = 1,
    OPTION_READ,
    OPTION_WRITE,
    OPTION_EXEC,
    OPTION_CPU,
    OPTION_MEMORY,
    OPTION_FILE,
    OPTION_DESCRIPTORS,
    OPTION_WALL,
    OPTION_KEEP,
    OPTION_PARENT,
    OPTION_PROBE,
    OPTION_WEAK,
    OPTION_WITHOUT,
    OPTION_ABI,
};

static const struct option options[] = {
    {"profile", required_argument, NULL, OPTION_PROFILE},
    {"read", required_argument, NULL, OPTION_READ},
    {"write", required_argument, NULL, OPTION_WRITE},
    {"exec", required_argument, NULL, OPTION_EXEC},
    {"cpu-seconds", required_argument, NULL, OPTION_CPU},
    {"memory-mb", required_argument, NULL, OPTION_MEMORY},
    {"file-mb", required_argument, NULL, OPTION_FILE},
    {"descriptors", required_argument, NULL, OPTION_DESCRIPTORS},
    {"wall-ms", required_argument, NULL, OPTION_WALL},
    {"keep-fd", required_argument, NULL, OPTION_KEEP},
    {"parent", required_argument, NULL, OPTION_PARENT},
    {"probe", no_argument, NULL, OPTION_PROBE},
    {"weak-ok", no_argument, NULL, OPTION_WEAK},
    {"without", required_argument, NULL, OPTION_WITHOUT},
    {"landlock-abi", required_argument, NULL, OPTION_ABI},
    {NULL, 0, NULL, 0},
};

// A word of the command line and what it stands for.
struct word {
    const char *text;
    unsigned value;
};

static const struct word profiles[] = {
    {"run", PROFILE_RUN},
    {"library", PROFILE_LIBRARY},
    {"compile", PROFILE_COMPILE},
    {"sanitize", PROFILE_SANITIZE},
    {NULL, 0},
};

static const struct word layers[] = {
    {"seccomp", LAYER_SECCOMP},
    {"landlock", LAYER_LANDLOCK},
    {"capabilities", LAYER_CAPABILITIES},
    {"rlimits", LAYER_RLIMITS},
    {"descriptors", LAYER_DESCRIPTORS},
    {"environment", LAYER_ENVIRONMENT},
    {"session", LAYER_SESSION},
    {"parent-death", LAYER_PARENT_DEATH},
    {NULL, 0},
};

// Limits of each profile where the command line says nothing. A sanitizer
// reserves terabytes of addresses, so its memory cannot be limited this way.
static const struct {
    long cpu_seconds, memory_mb, file_mb, descriptors, wall_ms;
} usual[] = {
    [PROFILE_RUN] = {5, 2048, 4, 256, 0},
    [PROFILE_LIBRARY] = {20, 4096, 4, 256, 0},
    [PROFILE_COMPILE] = {30, 2048, 64, 256, 60000},
    [PROFILE_SANITIZE] = {15, 0, 4, 256, 0},
};

static unsigned find_word(const struct word *words, const char *text)
{
    for (; words->text != NULL; words++)
        if (strcmp(words->text, text) == 0)
            return words->value;
    errno = 0;
    cage_fail("what is '%s'?", text);
}

static long number(const char *text)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || value < 0 || value > INT_MAX) {
        errno = 0;
        cage_fail("'%s' is not a number that could be meant", text);
    }
    return value;
}

static void add_path(struct paths *paths, const char *path)
{
    errno = 0;
    if (paths->n_paths == MOST_PATHS)
        cage_fail("more than %d paths of one kind", MOST_PATHS);
    paths->path[paths->n_paths++] = path;
}

// Keeps the list sorted: descriptors are closed in the gaps.
static void keep_fd(struct cage *cage, int fd)
{
    size_t place = cage->n_keep_fds;
    errno = 0;
    if (fd <= STDERR_FILENO)
        return;
    if (place == MOST_PATHS)
        cage_fail("more than %d descriptors to keep", MOST_PATHS);
    for (; place > 0 && cage->keep_fds[place - 1] > fd; place--)
        cage->keep_fds[place] = cage->keep_fds[place - 1];
    cage->keep_fds[place] = fd;
    cage->n_keep_fds++;
}

static void take_limit(struct cage *cage, int key, const char *text)
{
    long value = number(text);
    switch (key) {
    case OPTION_CPU:
        cage->cpu_seconds = value;
        break;
    case OPTION_MEMORY:
        cage->memory_mb = value;
        cage->memory_given = value > 0;
        break;
    case OPTION_FILE:
        cage->file_mb = value;
        break;
    case OPTION_DESCRIPTORS:
        cage->descriptors = value;
        break;
    case OPTION_WALL:
        cage->wall_ms = value;
        break;
    }
}

static void take_option(struct cage *cage, int key, const char *text)
{
    switch (key) {
    case OPTION_PROFILE:
        cage->profile = find_word(profiles, text);
        break;
    case OPTION_READ:
        add_path(&cage->read, text);
        break;
    case OPTION_WRITE:
        add_path(&cage->write, text);
        break;
    case OPTION_EXEC:
        add_path(&cage->exec, text);
        break;
    case OPTION_KEEP:
        keep_fd(cage, (int)number(text));
        break;
    case OPTION_PARENT:
        cage->parent = (pid_t)number(text);
        break;
    case OPTION_PROBE:
        cage->probe = true;
        break;
    case OPTION_WEAK:
        cage->weak_ok = true;
        break;
    case OPTION_WITHOUT:
        cage->layers &= ~find_word(layers, text);
        break;
    case OPTION_ABI:
        cage->landlock_abi = (int)number(text);
        break;
    case '?': // getopt has printed the sentence
        exit(EXIT_CAGE);
    default:
        take_limit(cage, key, text);
    }
}

static void fill(long *limit, long value)
{
    if (*limit < 0)
        *limit = value;
}

static void fill_limits(struct cage *cage)
{
    fill(&cage->cpu_seconds, usual[cage->profile].cpu_seconds);
    fill(&cage->memory_mb, usual[cage->profile].memory_mb);
    fill(&cage->file_mb, usual[cage->profile].file_mb);
    fill(&cage->descriptors, usual[cage->profile].descriptors);
    fill(&cage->wall_ms, usual[cage->profile].wall_ms);
}

// A bare name is looked for where compilers live, never on the caller's PATH.
static const char *find_program(const char *name)
{
    static const char *const folders[] = {"/usr/local/bin", "/usr/bin", "/bin"};
    static char found[PATH_MAX];
    if (strchr(name, '/') != NULL)
        return name;
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
        snprintf(found, sizeof(found), "%s/%s", folders[i], name);
        if (access(found, X_OK) == 0)
            return found;
    }
    cage_fail("there is no %s", name);
}

void options_parse(struct cage *cage, int argc, char **argv)
{
    int key;
    cage->layers = (unsigned)LAYER_PARENT_DEATH * 2 - 1;
    cage->landlock_abi = -1;
    cage->cpu_seconds = cage->memory_mb = cage->file_mb = -1;
    cage->descriptors = cage->wall_ms = -1;
    opterr = 1;
    while ((key = getopt_long(argc, argv, "+", options, NULL)) != -1)
        take_option(cage, key, optarg);
    fill_limits(cage);
    if (cage->probe)
        return;
    errno = 0;
    if (argv[optind] == NULL)
        cage_fail("what shall be started? cage [options] -- PROGRAM ...");
    cage->command = argv + optind;
    cage->program = find_program(argv[optind]);
}
