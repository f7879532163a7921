// Attack: asks by a pragma whether a hidden file is newer
// Threat: F.3 #12
// Gets: build_failed
// Says: such file
// Rest: rest.c
#pragma GCC dependency "../../../../../../tests/1-nursery/judge.c"
