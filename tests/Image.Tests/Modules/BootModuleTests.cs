using System.Buffers.Binary;
using System.Text;
using DSoftBus.Image.Modules;
using DSoftBus.Softbus.Crypto;
using Xunit;

namespace DSoftBus.Tests.Image.Modules;

/// <summary>The container of the boot module: what is written is read back, what is damaged is refused by name.</summary>
public sealed class BootModuleTests
{
    private const int Rounds = 20_000;

    /// <summary>One entry, byte by byte as the README has it.</summary>
    [Fact]
    public void WritesTheFormatOfTheReadme()
    {
        Assert.Equal(ModuleProblem.None, BootModule.TryWrite([new ModuleEntry("id", "abc"u8.ToArray())], out byte[] bytes));
        byte[] expected = [.. "SBMODULE"u8, 1, 0, 0, 0, 1, 0, 0, 0, 63, 0, 0, 0, 2, 0, 3, 0, 0, 0, .. "idabc"u8];
        byte[] digest = new byte[32];
        new Blake2s().Hash(expected, default, digest);
        Assert.Equal([.. expected, .. digest], bytes);
    }

    [Fact]
    public void ReadsBackWhatWasWritten()
    {
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            ModuleEntry[] entries = [.. Enumerable.Range(0, random.Next(ModuleFormat.MostEntries + 1)).Select(i => new ModuleEntry($"entry-{i}.x_", Bytes(random, random.Next(600))))];
            Assert.Equal(ModuleProblem.None, BootModule.TryWrite(entries, out byte[] bytes));
            Assert.Equal(ModuleProblem.None, BootModule.TryParse(bytes, out BootModule? module));
            Assert.Equal(entries.Select(entry => (entry.Name, Convert.ToHexString(entry.Contents.Span))), module!.Entries.Select(entry => (entry.Name, Convert.ToHexString(entry.Contents.Span))));
            Assert.All(entries, entry => Assert.True(module.Find(entry.Name)!.Value.Span.SequenceEqual(entry.Contents.Span)));
            Assert.Null(module.Find("none"));
        }
    }

    [Fact]
    public void EveryRandomDamageIsRefusedByName()
    {
        var random = new Random(9);
        byte[] good = Sample();
        var seen = new HashSet<ModuleProblem>();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = round % 4 == 0 ? good[..random.Next(good.Length)] : round % 4 == 1 ? [.. good, .. Bytes(random, random.Next(1, 40))] : (byte[])good.Clone();
            if (round % 4 > 1)
                bytes[random.Next(round % 4 == 2 ? 24 : bytes.Length)] ^= (byte)(1 << random.Next(8));
            ModuleProblem problem = BootModule.TryParse(bytes, out BootModule? module);
            Assert.True(problem != ModuleProblem.None && module is null, $"round {round}");
            seen.Add(problem);
        }

        // Entries that are wrong under a right digest need a maker with a defect: see below.
        Assert.Equal(Enum.GetValues<ModuleProblem>().Except([ModuleProblem.None, ModuleProblem.BadEntries]).Order(), seen.Order());
    }

    /// <summary>Damage under a right digest, as a defective maker would leave it: still a module or a problem, nothing else.</summary>
    [Fact]
    public void RandomEntriesUnderARightDigestNeverBreakTheReader()
    {
        var random = new Random(11);
        byte[] good = Sample();
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = (byte[])good.Clone();
            bytes[random.Next(12, 16)] = (byte)random.Next(4);
            for (int i = random.Next(4); i > 0; i--)
                bytes[random.Next(20, bytes.Length - 32)] = (byte)random.Next(256);
            Seal(bytes);
            ModuleProblem problem = BootModule.TryParse(bytes, out BootModule? module);
            Assert.Equal(problem == ModuleProblem.None, module is not null);
            Assert.True(problem is ModuleProblem.None or ModuleProblem.BadEntries, problem.ToString());
            refused += module is null ? 1 : 0;
        }

        Assert.InRange(refused, Rounds / 10, Rounds - 1);
    }

    [Theory]
    [InlineData("", ModuleProblem.Truncated)]
    [InlineData("SBMOD", ModuleProblem.Truncated)]
    [InlineData("SBMODULE", ModuleProblem.Truncated)]
    [InlineData("SBMODULE\u0001\0\0\0", ModuleProblem.Truncated)]
    [InlineData("SBMODULE\u0002\0\0\0", ModuleProblem.UnknownVersion)]
    [InlineData("\u007fELF", ModuleProblem.NotAModule)]
    public void ShortFilesAreToldApart(string text, ModuleProblem expected) => Assert.Equal(expected, BootModule.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void WhatIsTooLargeIsSaidToBe()
    {
        byte[] bytes = Sample();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), ModuleFormat.LargestModule + 1);
        Assert.Equal(ModuleProblem.TooLarge, BootModule.TryParse(bytes, out _));
        Assert.Equal(ModuleProblem.TooLarge, BootModule.TryWrite([new ModuleEntry("big", new byte[ModuleFormat.LargestModule])], out _));
        int most = ModuleFormat.LargestModule - ModuleFormat.HeaderLength - ModuleFormat.EntryHeaderLength - 3 - ModuleFormat.DigestLength;
        Assert.Equal(ModuleProblem.None, BootModule.TryWrite([new ModuleEntry("big", new byte[most])], out bytes));
        Assert.Equal((ModuleProblem.None, ModuleFormat.LargestModule), (BootModule.TryParse(bytes, out _), bytes.Length));
    }

    [Theory]
    [InlineData("a", "a")] // twice
    [InlineData("", "b")]
    [InlineData("Upper", "b")]
    [InlineData("with/slash", "b")]
    [InlineData("a23456789012345678901234567890123", "b")]
    public void BadNamesAreNotWritten(string first, string second) =>
        Assert.Equal(ModuleProblem.BadEntries, BootModule.TryWrite([new ModuleEntry(first, default), new ModuleEntry(second, default)], out _));

    [Fact]
    public void TooManyEntriesAreNotWritten() =>
        Assert.Equal(ModuleProblem.BadEntries, BootModule.TryWrite([.. Enumerable.Range(0, 17).Select(i => new ModuleEntry($"e{i}", default))], out _));

    internal static byte[] Sample()
    {
        BootModule.TryWrite([new ModuleEntry("identity", Bytes(new Random(3), 300)), new ModuleEntry("note.txt", "hello"u8.ToArray())], out byte[] bytes);
        return bytes;
    }

    internal static void Seal(byte[] bytes) => new Blake2s().Hash(bytes.AsSpan(0, bytes.Length - 32), default, bytes.AsSpan(bytes.Length - 32));

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
