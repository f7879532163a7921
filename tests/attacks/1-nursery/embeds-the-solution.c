// Attack: takes the solution's bytes by #embed
// Threat: F.3 #12
// Gets: build_failed
// Says: embed
// Rest: rest.c
static const unsigned char stolen[] = {
#embed "../../../../../../solutions/1-nursery/nursery.c"
};
