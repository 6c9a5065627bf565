namespace DSoftBus.Qemu.Crash;

/// <summary>The CPU's registers by their DWARF numbers (x86-64 psABI, figure 3.36), with the names of the report.</summary>
internal static class X64Register
{
    public const int Rsp = 7;
    public const int ReturnAddress = 16;
    public const int Count = 17;

    private static readonly string[] Names =
        ["rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "rip"];

    /// <summary>Whether a called function leaves the register as it found it (psABI figure 3.4).</summary>
    public static bool IsPreserved(int register) => register is 3 or 6 or (>= 12 and <= 15);

    /// <summary>The known values by number; null for the others.</summary>
    public static ulong?[] From(IReadOnlyDictionary<string, ulong> registers) =>
        [.. Names.Select(name => registers.TryGetValue(name, out ulong value) ? value : (ulong?)null)];
}
