namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Signal returns that leave nothing to go on with: each ends the program with signal 11, "a bad frame for rt_sigreturn".</summary>
internal static class FatalReturns
{
    private const ulong Unmapped = 0x6fff_0000_0000;
    private const ulong DirectMap = 0xffff_8000_0020_0000;
    private const ulong NonCanonical = 0x8000_0000_0000_0000;

    public static void NonCanonicalInstruction() => Return(frame => frame.Rip = NonCanonical);

    public static void InstructionInTheShimsHalf() => Return(frame => frame.Rip = DirectMap);

    /// <summary>The page that SYSRET must never return to: its end is the first non-canonical address.</summary>
    public static void InstructionInTheLastPage() => Return(frame => frame.Rip = 0x7fff_ffff_f000);

    public static void StateInTheShimsHalf() => Return(frame => frame.State = DirectMap);

    public static void StateNowhere() => Return(frame => frame.State = Unmapped);

    public static void StateBeyondTheEnd() => Return(frame => frame.State = (ulong)AttackCode.Data + AttackCode.DataPages * Machine.PageSize - 800);

    public static void FrameInTheShimsHalf() => ReturnFrom(DirectMap);

    public static void FrameNowhere() => ReturnFrom(Unmapped);

    public static void FrameNonCanonical() => ReturnFrom(NonCanonical);

    private static void Return(Action<ForgedFrame> forge) => AttackCode.Run(ForgedFrame.Code([]), data => forge(new ForgedFrame(data)));

    private static void ReturnFrom(ulong stack) =>
        AttackCode.Run(AttackCode.WithRax(stack, [0x48, 0x89, 0xc4, 0xb8, 15, 0, 0, 0, 0x0f, 0x05])); // mov rsp, rax; mov eax, rt_sigreturn; syscall
}
