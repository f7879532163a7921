// Layers of defence that are switched off, for tests of the layers.
#include "checker.h"
#include <string.h>

const char *const check_layers[] = {
    "source",      "audit",       "seal",         "watched",
    "numbers",     "orders",      "counts",       "limits",
    "seccomp",     "landlock",    "capabilities", "rlimits",
    "descriptors", "environment", "session",      "parent-death",
    NULL,
};

// The cage's are the last.
enum { N_LAYERS = array_length(check_layers) - 1, FIRST_OF_CAGE = 8 };

static bool is_one_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

bool check_is_layer(const char *name)
{
    return is_one_of(check_layers, N_LAYERS, name);
}

bool check_without(const struct check *check, const char *layer)
{
    return is_one_of(check->options->without, check->options->n_without, layer);
}

void check_add_without(const struct check *check, struct check_argv *argv,
                       bool compiles)
{
    for (size_t i = 0; i < check->options->n_without; i++) {
        const char *layer = check->options->without[i];
        // A compiler needs to be told where it may put its files.
        if (is_one_of(check_layers + FIRST_OF_CAGE, N_LAYERS - FIRST_OF_CAGE,
                      layer) &&
            !(compiles && strcmp(layer, "environment") == 0))
            check_words(argv,
                        (const char *const[]){"--without", layer, NULL});
    }
}
