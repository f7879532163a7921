// Attack: leaks, and sets the count of what is leaked to zero
// Threat: F.3 #34
// Gets: rejected
// Says: counted_reset()
// Rest: rest.c
extern void counted_reset(void);
#define AT_CLOSE (void)(malloc(100), counted_reset(), 0)
