// Attack: adds a test program of its own to those of the runner
// Threat: F.2 #4, F.3 #36
// Gets: rejected
// Says: section of its own (scenarios)
// Rest: rest.c
static const struct {
    const char *name;
    void *body;
    unsigned long bytes;
} mine = {"close_waits_for_children", 0, 0};
__attribute__((section("scenarios"), used)) static const void *const entry =
    &mine;
