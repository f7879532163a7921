// The context switch for x86-64: see switch.h.
//
// It is part of its caller and is left by a jump: the processor predicts where a
// ret goes from the calls it has seen, so a call that is never returned from
// makes it wrong about every ret of the task that goes on, which doubles the cost
// of a switch.
//
// One register, which a C function may not declare as changed, and the place to
// go on from are saved here; the compiler saves those of the others that it
// needs. The 128 bytes below the stack pointer are the caller's to use, hence
// the first instruction.
#pragma once

static inline void switch_stacks(void **from, void *to)
{
    __asm__ volatile("leaq -128(%%rsp), %%rsp\n\t"
                     "leaq 1f(%%rip), %%rax\n\t"
                     "pushq %%rax\n\t"
                     "pushq %%rbp\n\t"
                     "movq %%rsp, (%0)\n\t"
                     "movq %1, %%rsp\n\t"
                     "popq %%rbp\n\t"
                     "popq %%rcx\n\t"
                     "jmp *%%rcx\n"
                     "1:\n\t"
                     "leaq 128(%%rsp), %%rsp"
                     : "+D"(from), "+S"(to)
                     :
                     : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11",
                       "r12", "r13", "r14", "r15", "xmm0", "xmm1", "xmm2",
                       "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                       "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
                       "memory", "cc");
}
