// The context switch for x86-64: see switch.h.
//
// Leaves by an indirect jump and not by ret: the processor predicts where a ret
// goes from the calls it has seen, and after a change of stacks it is always
// wrong.
    .text

// void switch_stacks(void **from, void *to)      rdi: from, rsi: to
    .globl switch_stacks
    .type switch_stacks, @function
    .p2align 4
switch_stacks:
    .cfi_startproc
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    popq %rcx
    jmp *%rcx
    .cfi_endproc
    .size switch_stacks, . - switch_stacks

// void *switch_first(void *top, void (*entry)(void))    rdi: top, rsi: entry
//
//     top -  8   0              what entry would return to: the stack ends here
//     top - 16   entry          jumped to by switch_stacks
//     top - 64   six zeros      the registers; a frame pointer of 0 ends a walk
    .globl switch_first
    .type switch_first, @function
    .p2align 4
switch_first:
    .cfi_startproc
    leaq -64(%rdi), %rax
    movq %rsi, 48(%rax)
    xorl %ecx, %ecx
    movq %rcx, 56(%rax)
    movq %rcx, 40(%rax)
    movq %rcx, 32(%rax)
    movq %rcx, 24(%rax)
    movq %rcx, 16(%rax)
    movq %rcx, 8(%rax)
    movq %rcx, 0(%rax)
    ret
    .cfi_endproc
    .size switch_first, . - switch_first

    .section .note.GNU-stack, "", @progbits
