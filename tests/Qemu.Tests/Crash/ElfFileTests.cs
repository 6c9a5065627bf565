using CsCheck;
using DSoftBus.Qemu.Crash;
using Xunit;

namespace DSoftBus.Tests.Qemu.Crash;

public sealed class ElfFileTests
{
    [Fact]
    public void FindsSymbolsByAddress()
    {
        Assert.Equal(ElfError.None, ElfFile.TryRead(CraftedElf.Build(), out ElfFile? file));
        Assert.Equal(2, file!.Symbols.Count);
        Assert.Equal("A_A_B__First", file.Find(CraftedElf.CodeAddress + 7)!.Value.Name);
        Assert.Equal("second", file.Find(CraftedElf.CodeAddress + 15)!.Value.Name);
        Assert.Null(file.Find(CraftedElf.CodeAddress + 16));
        Assert.Null(file.Find(CraftedElf.CodeAddress - 1));
    }

    [Fact]
    public void EachDefectHasItsName()
    {
        Assert.Equal(ElfError.NotElf, Read(0, 0));
        Assert.Equal(ElfError.OtherMachine, Read(18, 3));
        Assert.Equal(ElfError.BadSectionTable, Read(58, 40));
        Assert.Equal(ElfError.BadSectionTable, Read(47, 1));
        Assert.Equal(ElfError.SectionOutsideFile, ReadHeader(1, 24, 0xff, 0xff));
        Assert.Equal(ElfError.BadSymbolTable, ReadHeader(2, 56, 25));
        Assert.Equal(ElfError.BadSymbolTable, ReadHeader(2, 40, 1));
        Assert.Equal(ElfError.NoSymbols, ReadHeader(2, 4, 1));
    }

    [Fact]
    public void EveryCutAndAnyChangeIsReadWithoutAnException()
    {
        byte[] whole = CraftedElf.Build(CraftedLines.Version5());
        for (int length = 0; length < whole.Length; length++)
            Assert.NotEqual(ElfError.None, SymbolFile.TryRead(whole.AsMemory(0, length), out _));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.ULong).Sample((at, value, address) =>
        {
            byte[] changed = [.. whole];
            changed[at] = value;
            if (SymbolFile.TryRead(changed, out SymbolFile? symbols) != ElfError.None)
                return;
            foreach (ulong place in new[] { address, 0UL, ulong.MaxValue, CraftedElf.CodeAddress + 5 })
            {
                symbols!.Describe(place, FrameOrigin.Scanned);
                symbols.Disassemble(place);
            }
        });
    }

    private static ElfError Read(int at, byte value)
    {
        byte[] file = CraftedElf.Build();
        file[at] = value;
        return ElfFile.TryRead(file, out _);
    }

    private static ElfError ReadHeader(int section, int at, params byte[] values)
    {
        byte[] file = CraftedElf.Build();
        values.CopyTo(file.AsSpan(file.Length - 6 * 64 + section * 64 + at));
        return ElfFile.TryRead(file, out _);
    }
}
