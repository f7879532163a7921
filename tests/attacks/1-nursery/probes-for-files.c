// Attack: asks the compiler which files there are, one bit a submission
// Threat: F.3 #12
// Gets: build_failed
// Says: ermission denied
// Rest: rest.c
#if __has_include("../../../../../../../solutions/1-nursery/nursery.c") ||           \
    __has_include("../../../../../../../tests/1-nursery/judge.c") ||                 \
    __has_include("/etc/passwd")
#error "yes, it is there"
#else
#error "no, it is not to be seen"
#endif
