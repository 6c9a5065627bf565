using CsCheck;
using DSoftBus.Qemu.Sizes;
using Xunit;

namespace DSoftBus.Tests.Qemu.Sizes;

public sealed class LinkMapTests
{
    private const string Header = "             VMA              LMA     Size Align Out     In      Symbol\n";

    private static readonly string[] Names = [".bss", "a.o:(__managedcode)", "x", "libc.a(m.o):(.text)"];

    [Fact]
    public void SectionsInputsAndSymbolsAreRead()
    {
        Assert.Equal(LinkMapProblem.None, LinkMap.Parse(CraftedMap.Text, out LinkMap? map, out _));
        Assert.Equal(["", ".dotnet_eh_table", ".text", "__managedcode", ".ktext", ".tbss", ".got", ".bss", ".symtab"], map!.Sections.Select(section => section.Name));
        MapInput malloc = map.Sections[2].Inputs[0];
        Assert.Equal("libc.a", malloc.File);
        Assert.Equal(".text", malloc.Section);
        Assert.Equal((0x201000UL, 0x80UL), (malloc.Address, malloc.Size));
        Assert.Equal(new MapSymbol("malloc", 0x201000, 0x70), Assert.Single(malloc.Symbols));
        Assert.Equal("", map.Sections[2].Inputs[1].Section);
        Assert.False(map.Sections[5].IsLoaded);
        Assert.False(map.Sections[8].IsLoaded);
    }

    [Theory]
    [InlineData("", LinkMapProblem.NoHeader, 1)]
    [InlineData("something else\n", LinkMapProblem.NoHeader, 1)]
    [InlineData(Header + "1 1 1 1 .text\nxyz 1 1 1 .data\n", LinkMapProblem.MalformedLine, 3)]
    [InlineData(Header + "1 1 1 .text\n", LinkMapProblem.MalformedLine, 2)]
    [InlineData(Header + "1 1 1 1\n", LinkMapProblem.MalformedLine, 2)]
    [InlineData(Header + "11112222333344445 1 1 1 .text\n", LinkMapProblem.MalformedLine, 2)]
    [InlineData(Header + "1 1 1 1     .text\n", LinkMapProblem.MalformedLine, 2)]
    [InlineData(Header + "1 1 1 1         a.o:(.text)\n", LinkMapProblem.WithoutParent, 2)]
    [InlineData(Header + "1 1 1 1 .text\n1 1 1 1                 main\n", LinkMapProblem.WithoutParent, 3)]
    [InlineData(Header + "ffffffffffffffff 1 2 1 .text\n", LinkMapProblem.Overflow, 2)]
    public void WhatIsNoMapIsNamedWithItsLine(string text, LinkMapProblem expected, int expectedLine)
    {
        Assert.Equal(expected, LinkMap.Parse(text, out LinkMap? map, out int line));
        Assert.Null(map);
        Assert.Equal(expectedLine, line);
    }

    /// <summary>Any damage gives a map or a problem, and whatever map is read can be counted.</summary>
    [Fact]
    public void AnyTextIsAMapOrAProblem()
        => Gen.Select(Gen.Int[0, CraftedMap.Text.Length - 1], Gen.OneOf(Gen.Char, Gen.Char["0123456789abcdef \n:()"]), Gen.Int[0, 40]).Array[1, 12].Sample(damages =>
        {
            string text = CraftedMap.Text;
            foreach ((int at, char with, int removed) in damages)
            {
                int start = Math.Min(at, text.Length);
                text = string.Concat(text.AsSpan(0, start), with.ToString(), text.AsSpan(Math.Min(start + removed, text.Length)));
            }

            Counted(text);
        });

    [Fact]
    public void AnyNumbersInTheColumnsAreAMapOrAProblem()
        => Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 2], Gen.Int[0, Names.Length - 1]).Array[0, 12].Sample(lines =>
            Counted(Header + string.Concat(lines.Select(line => $"{line.Item1:x} 0 {line.Item2:x} 1 {new string(' ', 8 * line.Item3)}{Names[line.Item4]}\n"))));

    private static void Counted(string text)
    {
        LinkMapProblem problem = LinkMap.Parse(text, out LinkMap? map, out _);
        Assert.Equal(problem == LinkMapProblem.None, map is not null);
        if (map is not null)
        {
            ulong loaded = map.Sections.Where(section => section.IsLoaded).Aggregate(0UL, (sum, section) => unchecked(sum + section.Size));
            Assert.Equal(loaded, SizeTable.From(map).MemoryBytes);
        }
    }
}
