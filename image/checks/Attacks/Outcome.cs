namespace DSoftBus.Image.Checks.Attacks;

/// <summary>How an attack ends: 0, or a signal in the low byte and its si_code above (sigaction(2)).</summary>
internal enum Outcome
{
    /// <summary>No signal: the instruction is harmless, or its forbidden part was ignored.</summary>
    Continues = 0,

    /// <summary>SIGILL: the CPU does not know the instruction here.</summary>
    IllegalInstruction = 4 | (2 << 8),

    /// <summary>SIGTRAP after a single step or ICEBP.</summary>
    SingleStep = 5 | (2 << 8),

    /// <summary>SIGTRAP of INT3.</summary>
    Breakpoint = 5 | (0x80 << 8),

    /// <summary>SIGFPE, integer division.</summary>
    DivideError = 8 | (1 << 8),

    /// <summary>SIGFPE of the floating-point unit.</summary>
    FloatingFault = 8 | (7 << 8),

    /// <summary>SIGSEGV, SEGV_MAPERR: nothing of the program is there.</summary>
    NotMapped = 11 | (1 << 8),

    /// <summary>SIGSEGV, SEGV_ACCERR: a page of the program without this right.</summary>
    AccessDenied = 11 | (2 << 8),

    /// <summary>SIGSEGV without an address: a general protection fault.</summary>
    ProtectionFault = 11 | (0x80 << 8),
}
