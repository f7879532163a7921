// The first switch to a stack on x86-64; all others are in switch_x86_64.h.
    .text

// void *switch_first(void *top, void (*entry)(void))    rdi: top, rsi: entry
//
//     top -  8   0              what entry would return to: the stack ends here
//     top - 16   entry          jumped to by switch_stacks
//     top - 24   0              rbp; a frame pointer of 0 ends a walk
    .globl switch_first
    .type switch_first, @function
    .p2align 4
switch_first:
    .cfi_startproc
    leaq -24(%rdi), %rax
    movq %rsi, 8(%rax)
    xorl %ecx, %ecx
    movq %rcx, 16(%rax)
    movq %rcx, 0(%rax)
    ret
    .cfi_endproc
    .size switch_first, . - switch_first

    .section .note.GNU-stack, "", @progbits
