// Attack: a public struct of its own, of another size
// Threat: F.3 #18
// Gets: build_failed
// Says: redefinition of
// Rest: rest.c
#include "nursery.h"
struct nursery_options {
    char everything[4096];
};
