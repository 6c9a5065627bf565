namespace DSoftBus.Qemu.Crash;

/// <summary>The call-frame information of one piece of code.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="Length">Bytes of code.</param>
/// <param name="Common">What it shares with others.</param>
/// <param name="Instructions">Its own instructions.</param>
internal sealed record CallFrameEntry(ulong Start, ulong Length, CallFrameCommon Common, ReadOnlyMemory<byte> Instructions)
{
    /// <summary>The rules at <paramref name="address"/>; null when an instruction is not understood.</summary>
    public CallFrameRow? RowAt(ulong address)
    {
        var initial = new CallFrameProgram(Common, new CallFrameRow());
        if (!initial.Run(Common.Instructions, Start, ulong.MaxValue))
            return null;
        var program = new CallFrameProgram(Common, initial.Row);
        return program.Run(Instructions, Start, address) ? program.Row : null;
    }
}
