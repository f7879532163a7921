// Attack: a harmless name that a pragma makes into _exit
// Threat: F.3 #19, F.2 #2
// Gets: rejected
// Says: calls _exit(): it would end the whole program
// Rest: rest.c
#pragma redefine_extname leave_quietly _exit
void leave_quietly(int status);
#define AT_CLOSE leave_quietly(0)
