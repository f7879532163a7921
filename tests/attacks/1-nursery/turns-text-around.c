// Attack: a message that reads from right to left, so that FAIL looks like something else
// Threat: F.3 #60
// Gets: build_failed
// Says: \xe2\x80\xae
// Rest: rest.c
#error ‮001 fo 001‬ points
