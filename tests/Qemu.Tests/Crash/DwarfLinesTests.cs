using CsCheck;
using DSoftBus.Qemu.Crash;
using Xunit;

namespace DSoftBus.Tests.Qemu.Crash;

public sealed class DwarfLinesTests
{
    public static TheoryData<byte[]> Versions => [CraftedLines.Version4(), CraftedLines.Version5()];

    [Theory]
    [MemberData(nameof(Versions))]
    public void ReadsTheRowsOfBothVersions(byte[] section)
    {
        Assert.Equal(DwarfError.None, DwarfLines.Read(section, default, default, out DwarfLines lines));
        Assert.Equal(2, lines.Count);
        Assert.Equal(new SourceLine("/src/d/f.cs", 10), lines.Find(0x401004));
        Assert.Equal(new SourceLine("/src/d/f.cs", 12), lines.Find(0x401005));
        Assert.Null(lines.Find(0x401009));
        Assert.Null(lines.Find(0x400fff));
    }

    [Fact]
    public void SeveralUnitsAreReadTogether()
    {
        Assert.Equal(DwarfError.None, DwarfLines.Read((byte[])[.. CraftedLines.Version4(), .. CraftedLines.Version5()], default, default, out DwarfLines lines));
        Assert.Equal(4, lines.Count);
    }

    [Fact]
    public void EachDefectHasItsName()
    {
        Assert.Equal(DwarfError.UnknownVersion, Read(4, 3));
        Assert.Equal(DwarfError.BadHeader, Read(14, 0)); // line range
        Assert.Equal(DwarfError.Truncated, Read(0, 200));
        Assert.Equal(DwarfError.Dwarf64, DwarfLines.Read(new byte[] { 255, 255, 255, 255, 0 }, default, default, out _));
        Assert.Equal(DwarfError.UnknownForm, DwarfLines.Read(CraftedLines.Unit(5, [1, 1, 0x77, 1, 0]), default, default, out _));
        Assert.Equal(DwarfError.TooLarge, DwarfLines.Read(CraftedLines.Unit(5, [1, 1, 8, 0xff, 0xff, 0xff, 0x7f]), default, default, out _));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void EveryCutAndEveryChangedByteIsReadWithoutAnException(byte[] section)
    {
        for (int length = 1; length < section.Length; length++)
            Assert.NotEqual(DwarfError.None, DwarfLines.Read(section.AsMemory(0, length), default, default, out _));
        Gen.Select(Gen.Int[0, section.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            byte[] changed = [.. section];
            changed[at] = value;
            DwarfLines.Read(changed, default, default, out DwarfLines lines);
            lines.Find(0x401004);
        });
    }

    [Fact]
    public void AnyBytesAreReadWithoutAnException() =>
        Gen.Byte.Array[0, 80].Sample(bytes => DwarfLines.Read(bytes, bytes, bytes, out _) >= DwarfError.None);

    private static DwarfError Read(int at, byte value)
    {
        byte[] section = CraftedLines.Version4();
        section[at] = value;
        return DwarfLines.Read(section, default, default, out _);
    }
}
