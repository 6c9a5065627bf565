using DSoftBus.Qemu.Crash;
using Xunit;

namespace DSoftBus.Tests.Qemu.Crash;

/// <summary>Walks over crafted stacks. Code: the only return address is 0x401005, behind the call at 0x401000.</summary>
public sealed class StackWalkTests
{
    private const ulong AfterCall = 0x401005;
    private const string Stack = "00007ffe00000000";

    [Fact]
    public void UnwindsWhileTheInformationReaches()
    {
        // Every function keeps 16 bytes below its return address.
        IReadOnlyList<CrashFrame> frames = Walk([0x0e, 24], $"{Stack} 1 2 401005 3 4 401005 5 6 0", AfterCall);
        Assert.Equal([(AfterCall, FrameOrigin.Unwound), (AfterCall, FrameOrigin.Unwound)], Found(frames));
    }

    [Fact]
    public void TheOutermostFrameEndsTheWalk()
    {
        // undefined return address: what lies behind is no stack any more.
        Assert.Empty(Walk([0x07, 16], $"{Stack} 401005 401005", AfterCall));
    }

    [Fact]
    public void SearchesWhereUnwindingEndsAndUnwindsOnFromThere()
    {
        // The pointer lies in code without information; 401004 follows no call; from the first return address the rest unwinds.
        IReadOnlyList<CrashFrame> frames = Walk([0x0e, 24], $"{Stack} 9 401004 401005 1 2 401005 3 4 0", 0x500000);
        Assert.Equal([(AfterCall, FrameOrigin.Scanned), (AfterCall, FrameOrigin.Chained)], Found(frames));
    }

    [Fact]
    public void BehindTheDumpTheListIsTaken()
    {
        IReadOnlyList<CrashFrame> frames = Walk([0x0e, 24], $"{Stack} 1 2 401005 3", AfterCall, 0x401004, AfterCall);
        Assert.Equal([(AfterCall, FrameOrigin.Unwound), (AfterCall, FrameOrigin.Scanned)], Found(frames));
    }

    [Fact]
    public void AReturnAddressThatNoCallLeadsToIsNotBelieved()
    {
        IReadOnlyList<CrashFrame> frames = Walk([0x0e, 24], $"{Stack} 1 2 401004 7 8 401005", AfterCall);
        Assert.Equal([(AfterCall, FrameOrigin.Scanned)], Found(frames));
    }

    [Fact]
    public void ACircleEnds()
    {
        // CFA = rbp: the stack pointer would not move.
        Assert.DoesNotContain(Walk([0x0c, 6, 0], $"{Stack} 401005", AfterCall), frame => frame.Origin == FrameOrigin.Unwound);
    }

    [Fact]
    public void RepeatsAreFolded()
    {
        SymbolFile symbols = Symbols([]);
        CrashFrame first = symbols.Describe(AfterCall, FrameOrigin.Unwound);
        CrashFrame second = symbols.Describe(0x401006, FrameOrigin.Unwound);
        CrashFrame third = first with { Origin = FrameOrigin.Scanned };
        CrashFrame[] frames = [second, .. Enumerable.Repeat(first, 500), .. Enumerable.Repeat<CrashFrame[]>([first, second], 40).SelectMany(pair => pair), third, third];
        Assert.Equal([(1, 1), (1, 501), (2, 39), (3, 1)], StackEntry.Fold(frames).Select(entry => (entry.Frames.Count, entry.Times)));
        Assert.Equal(frames, StackEntry.Fold(frames).SelectMany(entry => Enumerable.Repeat(entry.Frames, entry.Times)).SelectMany(group => group));
    }

    private static IReadOnlyList<CrashFrame> Walk(byte[] instructions, string dump, ulong pointer, params ulong[] rest)
    {
        var memory = new StackDump();
        memory.Read(dump);
        var registers = new Dictionary<string, ulong> { ["rip"] = pointer, ["rsp"] = 0x7ffe_0000_0000, ["rbp"] = 0x7ffe_0000_0000 };
        return StackWalk.From(Symbols(instructions), memory, registers, rest);
    }

    private static SymbolFile Symbols(byte[] instructions)
    {
        byte[] frames = CraftedFrames.Build(CraftedElf.CodeAddress, 16, instructions);
        Assert.Equal(ElfError.None, SymbolFile.TryRead(CraftedElf.Build(frames: frames, framesAddress: CraftedFrames.Address), out SymbolFile? symbols));
        Assert.Equal(CallFrameError.None, symbols!.FrameError);
        return symbols;
    }

    private static IEnumerable<(ulong Address, FrameOrigin Origin)> Found(IEnumerable<CrashFrame> frames) => frames.Select(frame => (frame.Address, frame.Origin));
}
