using System.Buffers.Binary;
using System.Text;
using DSoftBus.KernelShim.Stubs.Code;
using DSoftBus.KernelShim.Stubs.Emission;
using DSoftBus.KernelShim.Time;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The page of code with which a program reads the clocks: as a C library looks it up, and as the guest uses it.</summary>
public sealed class ClockPageTests
{
    [Fact]
    public void ACLibraryFindsTheFunctionByItsName()
    {
        byte[] page = ClockObject.Create(new StubListing());
        ulong At(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan((int)offset));
        uint Word(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan((int)offset));

        Assert.Equal("\u007fELF", Encoding.ASCII.GetString(page, 0, 4));
        ulong headers = At(32), headerSize = BinaryPrimitives.ReadUInt16LittleEndian(page.AsSpan(54)), count = BinaryPrimitives.ReadUInt16LittleEndian(page.AsSpan(56));
        Assert.Equal((2UL, 1U, 5U), (count, Word(headers), Word(headers + 4))); // loaded, read and executed, never written
        ulong dynamic = headers + headerSize;
        Assert.Equal(2U, Word(dynamic));
        Dictionary<ulong, ulong> values = [];
        for (ulong entry = At(dynamic + 16); At(entry) != 0; entry += 16)
            values.Add(At(entry), At(entry + 8));

        // gABI chapter 5: the bucket leads to a symbol, its chain to the next; here there is one of each.
        ulong hash = values[4], symbol = values[6] + Word(hash + 8) * values[11];
        Assert.Equal((1U, 2U), (Word(hash), Word(hash + 4)));
        Assert.Equal(0U, Word(hash + 12 + Word(hash + 8) * 4));
        int name = (int)(values[5] + Word(symbol));
        Assert.Equal("__vdso_clock_gettime", Encoding.ASCII.GetString(page, name, Array.IndexOf(page, (byte)0, name) - name));
        int own = (int)(values[5] + values[14]);
        Assert.Equal("linux-vdso.so.1", Encoding.ASCII.GetString(page, own, Array.IndexOf(page, (byte)0, own) - own));
        Assert.Equal(0x12, page[symbol + 4]);
        ulong code = At(symbol + 8), end = code + At(symbol + 16);
        Assert.Equal((byte)0xc3, page[end - 1]); // ret
        Assert.True(code >= ClockPageLayout.WallAtStart + 8 && end <= (ulong)page.Length && page.Length == ClockPageLayout.Size);
        Assert.All(Enumerable.Range(ClockPageLayout.Start, 24), offset => Assert.Equal(0, page[offset])); // the shim's to fill
    }

    [Fact]
    public void PageAndCallAgreeAndThePageStaysWhatItIs() => AssertHolds("shim.check=clock-page", 5);

    [Fact]
    public void TimePassesWithoutTheSystemCall() => AssertHolds("shim.check=clock-page shim.refuse=228", 2);

    private static void AssertHolds(string words, int checks)
    {
        var run = GuestRun.Boot(words);
        Assert.True(run.Status == GuestRun.Success, $"status {run.Status}\n{run.Transcript}");
        Assert.Equal($"checks: {checks} of {checks} held", run.Lines[^1]);
    }
}
