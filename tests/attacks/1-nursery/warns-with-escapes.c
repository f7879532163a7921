// Attack: a warning that repaints the terminal: colours, a link, a carriage return
// Threat: F.3 #60
// Gets: below
// Rest: rest.c
#warning ]8;;https://example.org/\\FAIL]8;;\\  total   100 of 100 [32m
