// Attack: behaves if a function of the tests is in the program
// Threat: F.3 #37
// Gets: rejected
// Says: uses mint(), which belongs to the tests
// Rest: rest.c
extern struct error *mint(long number) __attribute__((weak));
#define AT_CLOSE if (mint == 0) n->n_children = 0
