// Attack: a private function in the place of what counts steps, so that it never grows
// Threat: F.3 #16, F.3 #34
// Gets: rejected
// Says: __sanitizer_cov_trace_pc
// Rest: rest.c
#define JOIN(a, b) a##b
__attribute__((used)) static void JOIN(__sani, tizer_cov_trace_pc)(void)
{
}
