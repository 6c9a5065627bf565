using System.Buffers.Binary;
using DSoftBus.KernelShim.Stubs;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Emission;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.Tests.Image;

/// <summary>The emitted stubs: what they define, what they need, and that no reference gets lost.</summary>
public sealed class StubObjectTests
{
    private static readonly StubObject Stubs = StubObject.Create();

    [Fact]
    public void IsTheSameEveryTime() => Assert.Equal(Stubs.Object, StubObject.Create().Object);

    [Fact]
    public void NeedsOnlyTheShimsEntryPointsAndTheLinkersSymbols()
    {
        string[] shim = ["kernel_main", "kernel_system_call", "kernel_trap", "kernel_nested_trap"];
        var needed = new ElfFile(Stubs.Object).Symbols.Where(s => s.Section == 0).Select(s => s.Name);
        Assert.Equal(shim.Concat(LinkerSymbols.All).Order(StringComparer.Ordinal), needed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PointsThePvhNoteAtTheEntry()
    {
        var file = new ElfFile(Stubs.Object);
        var note = file.Sections.Single(s => s.Name == ".note.pvh");
        var bytes = Stubs.Object.AsSpan((int)note.Offset, (int)note.Size);
        Assert.Equal([4, 0, 0, 0, 4, 0, 0, 0, 18, 0, 0, 0, (byte)'X', (byte)'e', (byte)'n', 0], bytes[..16].ToArray());
        var relocations = file.Sections.Single(s => s.Name == ".rela.note.pvh");
        int symbol = BinaryPrimitives.ReadInt32LittleEndian(Stubs.Object.AsSpan((int)relocations.Offset + 12));
        Assert.Equal("pvh_start", file.Symbols.ElementAt(symbol - 1).Name);
    }

    [Fact]
    public void ListsEveryVector()
    {
        var names = new ElfFile(Stubs.Object).Symbols.Select(s => s.Name).ToHashSet();
        Assert.All(Enumerable.Range(0, 128), vector => Assert.Contains($"trap_{vector}", names));
        Assert.Contains("system_call_entry:", Stubs.Listing);
        Assert.Contains("sysret", Stubs.Listing);
    }

    [Fact]
    public void GuardsEveryAccessToProgramMemory()
    {
        // STAC and CLAC alternate between the bounds of the program-memory stubs: none stays open.
        string[] lines = Stubs.Listing.Split('\n');
        int start = Array.IndexOf(lines, "program_access_start:");
        int end = Array.IndexOf(lines, "program_access_end:");
        var order = lines[start..end].Where(line => line.EndsWith("stac", StringComparison.Ordinal) || line.EndsWith("clac", StringComparison.Ordinal)).Select(line => line[^4..]).ToList();
        Assert.Equal(12, order.Count);
        Assert.All(order.Select((name, i) => (name, i)), entry => Assert.Equal(entry.i % 2 == 0 ? "stac" : "clac", entry.name));
    }

    /// <summary>A trap inside the shim can come before the program's vector registers were saved.</summary>
    [Fact]
    public void ATrapInsideTheShimKeepsTheVectorRegisters()
    {
        string[] lines = Stubs.Listing.Split('\n');
        int call = Array.FindIndex(lines, line => line.Contains("kernel_nested_trap", StringComparison.Ordinal));
        for (int i = 0; i < 16; i++)
        {
            Assert.EndsWith($",xmm{i}", lines[call - 16 + i].TrimEnd(), StringComparison.Ordinal);
            Assert.Contains($"movaps xmm{i},", lines[call + 1 + i], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TurnsReferencesIntoRelocations()
    {
        var section = new CodeSection(".code", 64);
        section.Define("start");
        section.Code.mov(__qword_ptr[section.Address("word", 8)], rbx);
        section.Code.mov(eax, section.Address("word"));
        section.Code.call((ulong)section.Address("function"));
        section.Code.ret();
        var finished = section.Finish(new StubListing());
        Assert.Equal(
            [
                new ElfRelocation(4, ElfRelocationType.AbsoluteSigned32, "word", 8),
                new ElfRelocation(9, ElfRelocationType.Absolute32, "word", 0),
                new ElfRelocation(14, ElfRelocationType.Procedure32, "function", -4),
            ],
            finished.Relocations);
        Assert.All(finished.Relocations, r => Assert.Equal(0, BitConverter.ToInt32(finished.Bytes.ToArray(), r.Offset)));
    }

    [Fact]
    public void NoticesAReferenceThatWasNotEmitted()
    {
        var section = new CodeSection(".code", 64);
        section.Address("lost");
        section.Code.ret();
        Assert.Throws<InvalidOperationException>(() => section.Finish(new StubListing()));
    }
}
