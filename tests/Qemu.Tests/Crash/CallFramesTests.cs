using CsCheck;
using DSoftBus.Qemu.Crash;
using Xunit;

namespace DSoftBus.Tests.Qemu.Crash;

public sealed class CallFramesTests
{
    private const ulong Start = 0x401000;

    [Fact]
    public void FindsTheRulesOfAnAddress()
    {
        // push rbp at +0 (1 byte), mov rbp,rsp at +1 (3 bytes).
        byte[] section = CraftedFrames.Build(Start, 16, [0x41, 0x0e, 16, 0x86, 2, 0x43, 0x0d, 6]);
        Assert.Equal(CallFrameError.None, CallFrames.Read(section, CraftedFrames.Address, out CallFrames frames));
        Assert.Equal(1, frames.Count);
        Assert.Null(frames.Find(Start - 1));
        Assert.Null(frames.Find(Start + 16));
        AssertRow(frames, Start, register: 7, offset: 8, CallFrameRuleKind.Unspecified);
        AssertRow(frames, Start + 1, register: 7, offset: 16, CallFrameRuleKind.Offset);
        AssertRow(frames, Start + 3, register: 7, offset: 16, CallFrameRuleKind.Offset);
        AssertRow(frames, Start + 4, register: 6, offset: 16, CallFrameRuleKind.Offset);
    }

    [Fact]
    public void RemembersAndRestoresStates()
    {
        // remember; +1: offset 32, rbx undefined; +1: restore state; +1: rbx restored to its first rule.
        byte[] section = CraftedFrames.Build(Start, 16, [0x0a, 0x41, 0x0e, 32, 0x07, 3, 0x41, 0x0b, 0x41, 0x08, 3, 0x41, 0xc3]);
        CallFrames.Read(section, CraftedFrames.Address, out CallFrames frames);
        Assert.Equal(32, frames.Find(Start)!.RowAt(Start + 1)!.FrameOffset);
        Assert.Equal(CallFrameRuleKind.Undefined, frames.Find(Start)!.RowAt(Start + 1)![3].Kind);
        Assert.Equal(8, frames.Find(Start)!.RowAt(Start + 2)!.FrameOffset);
        Assert.Equal(CallFrameRuleKind.SameValue, frames.Find(Start)!.RowAt(Start + 3)![3].Kind);
        Assert.Equal(CallFrameRuleKind.Unspecified, frames.Find(Start)!.RowAt(Start + 4)![3].Kind);
    }

    [Theory]
    [InlineData(0x3f)] // no such instruction
    [InlineData(0x0b)] // nothing was remembered
    public void InstructionsThatCannotBeFollowedHaveNoRow(byte instruction)
    {
        CallFrames.Read(CraftedFrames.Build(Start, 16, [instruction]), CraftedFrames.Address, out CallFrames frames);
        Assert.Null(frames.Find(Start)!.RowAt(Start));
    }

    [Fact]
    public void EachDefectHasItsName()
    {
        byte[] good = CraftedFrames.Build(Start, 16, []);
        Assert.Equal(CallFrameError.Truncated, CallFrames.Read(good.AsMemory(0, 30), CraftedFrames.Address, out _));
        Assert.Equal(CallFrameError.Dwarf64, CallFrames.Read(new byte[] { 255, 255, 255, 255 }, 0, out _));
        Assert.Equal(CallFrameError.UnknownVersion, CallFrames.Read(CraftedFrames.Build(Start, 16, [], version: 9), CraftedFrames.Address, out _));
        Assert.Equal(CallFrameError.UnknownEncoding, CallFrames.Read(CraftedFrames.Build(Start, 16, [], augmentation: "zX"), CraftedFrames.Address, out _));
        Assert.Equal(CallFrameError.BadReference, CallFrames.Read(new byte[] { 4, 0, 0, 0, 9, 0, 0, 0 }, 0, out _));
    }

    [Fact]
    public void AnyBytesAreRead() =>
        Gen.Byte.Array[0, 80].Sample(bytes =>
        {
            CallFrames.Read(bytes, 0, out CallFrames frames);
            return frames.Count >= 0;
        });

    [Fact]
    public void AnyInstructionsAreRun() =>
        Gen.Byte.Array[0, 30].Sample(instructions =>
        {
            CallFrames.Read(CraftedFrames.Build(Start, 16, instructions), CraftedFrames.Address, out CallFrames frames);
            _ = frames.Find(Start)?.RowAt(Start + 8);
        });

    [Fact]
    public void AnyExpressionIsEvaluated() =>
        Gen.Byte.Array[0, 12].Sample(expression =>
        {
            StackExpression.Evaluate(expression, 1, new ulong?[17], new StackDump());
        });

    [Fact]
    public void ExpressionsComputeAddresses()
    {
        var memory = new StackDump();
        memory.Read("0000000000001000 abc");
        var registers = new ulong?[17];
        registers[7] = 0xff0;
        Assert.Equal(0x1000UL, StackExpression.Evaluate([0x77, 16], null, registers, memory)); // breg7 16
        Assert.Equal(0xabcUL, StackExpression.Evaluate([0x77, 16, 0x06], null, registers, memory)); // and loaded
        Assert.Equal(13UL, StackExpression.Evaluate([0x3a, 0x33, 0x22], null, registers, memory)); // lit10 + lit3
        Assert.Null(StackExpression.Evaluate([0x76, 0], null, registers, memory)); // rbp is not known
        Assert.Null(StackExpression.Evaluate([0x77, 0, 0x06], null, registers, memory)); // no such word
    }

    private static void AssertRow(CallFrames frames, ulong address, int register, long offset, CallFrameRuleKind frameBase)
    {
        CallFrameRow row = frames.Find(address)!.RowAt(address)!;
        Assert.Equal((register, offset, frameBase), (row.FrameRegister, row.FrameOffset, row[6].Kind));
        Assert.Equal(new CallFrameRule(CallFrameRuleKind.Offset, -8), row[16]);
    }
}
