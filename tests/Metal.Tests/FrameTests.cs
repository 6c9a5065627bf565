using CsCheck;
using DSoftBus.Qemu.GuestTests;
using DSoftBus.Tests.Metal.Runner;
using Xunit;

namespace DSoftBus.Tests.Metal;

/// <summary>Whatever happens to the serial line, no test passes that did not say so, and no loss goes unnoticed.</summary>
public sealed class FrameTests
{
    private static readonly string[] Good = [.. Transcript.Of(Transcript.Good())];

    [Fact]
    public void OtherLinesBelongToTheTestThatWasRunning()
    {
        var lines = Good.ToList();
        int begin = lines.FindIndex(line => line.Contains(" begin 1", StringComparison.Ordinal));
        lines.Insert(begin + 1, "unknown system call 999");
        lines[begin + 2] = "a line without its end" + lines[begin + 2];
        var report = Transcript.Read(lines, Transcript.Success);
        Assert.All(report.Results, result => Assert.True(result.IsPassed, result.Message));
        Assert.Equal("unknown system call 999\na line without its end\n", report.Results[1].Output);
    }

    [Fact]
    public void EachLostFrameIsAFailure() => Assert.All(Enumerable.Range(0, Good.Length), lost =>
    {
        var report = Transcript.Read(Good.Where((_, place) => place != lost), Transcript.Success);
        Assert.Contains(report.Results, result => !result.IsPassed);
    });

    [Fact]
    public void ALostResultIsNamed()
    {
        var report = Transcript.Read(Good.Where(line => !line.Contains(" pass 1 ", StringComparison.Ordinal)), Transcript.Success);
        var lost = report.Results[1];
        Assert.Equal(("Room.Tests.Second(value: \"a b%\")", GuestTestOutcome.NoResult), (lost.Name, lost.Outcome));
        Assert.Contains("no result", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachFrameThatComesTwiceIsAFailure() => Assert.All(Enumerable.Range(0, Good.Length), twice =>
    {
        string[] lines = [.. Good.Take(twice + 1), .. Good.Skip(twice)];
        Assert.Contains(Transcript.Read(lines, Transcript.Success).Results, result => !result.IsPassed);
    });

    [Fact]
    public void EachTornFrameIsAFailure() => Assert.All(Enumerable.Range(0, Good.Length), torn =>
    {
        for (int length = 1; length < Good[torn].Length; length++)
        {
            string[] lines = [.. Good.Take(torn), Good[torn][..length], Good[torn][length..], .. Good.Skip(torn + 1)];
            Assert.Contains(Transcript.Read(lines, Transcript.Success).Results, result => !result.IsPassed);
        }
    });

    [Fact]
    public void AnyDamagedCharacterIsAFailure()
        => Gen.Int[0, Good.Length - 1].Select(Gen.Int[0, 4000], Gen.Char[' ', '~']).Sample((line, place, letter) =>
        {
            int at = place % Good[line].Length;
            string[] lines = [.. Good];
            lines[line] = Good[line][..at] + letter + Good[line][(at + 1)..];
            return lines[line] == Good[line] || Transcript.Read(lines, Transcript.Success).Results.Any(result => !result.IsPassed);
        });

    [Fact]
    public void AnyLinesGiveAReport()
        => Gen.String[Gen.Char[' ', '~'], 0, 60].Array[0, 20].Select(Gen.Int[0, 255]).Sample((lines, status) =>
        {
            string[] framed = [.. lines.Select((line, place) => place % 2 == 0 ? line : ResultFrameText(place / 2, line))];
            return Transcript.Read(framed, DSoftBus.Qemu.Launch.GuestExit.FromStatus(status)).Results.Any(result => !result.IsPassed);
        });

    [Fact]
    public void AGuestThatDiesNamesTheTestAndCarriesTheReport()
    {
        int begin = Array.FindIndex(Good, line => line.Contains(" begin 1", StringComparison.Ordinal));
        var results = Transcript.Read(Good.Take(begin + 1), Transcript.ProgramExit(4), "PROGRAM CRASH: signal 11").Results;
        Assert.Equal([GuestTestOutcome.Passed, GuestTestOutcome.NoResult, GuestTestOutcome.NoResult], results.Select(result => result.Outcome));
        Assert.Contains("ended in this test", results[1].Message, StringComparison.Ordinal);
        Assert.Equal("PROGRAM CRASH: signal 11", results[1].Stack);
        Assert.Contains(results[1].Name, results[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGuestThatSaysNothingIsAFailure()
    {
        var failed = Assert.Single(Transcript.Read(["init: no machine"], Transcript.ProgramExit(2), "init: no machine").Results);
        Assert.Contains("announced no tests", failed.Message, StringComparison.Ordinal);
        Assert.Equal("init: no machine", failed.Stack);
    }

    [Theory]
    [InlineData(67)]
    [InlineData(0)]
    [InlineData(255)]
    public void AnExitThatContradictsTheResultsIsAFailure(int status)
    {
        var failed = Assert.Single(Transcript.Read(Good, DSoftBus.Qemu.Launch.GuestExit.FromStatus(status)).Results, result => !result.IsPassed);
        Assert.Contains("contradicts", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherShardThanTheOneAskedForIsAFailure()
        => Assert.Contains(Transcript.Read(Good, Transcript.Success, shard: 2, shards: 2).Results, result => !result.IsPassed);

    // A frame with a good checksum and any fields: the writer of the guest with a name of our choice.
    private static string ResultFrameText(int sequence, string name)
    {
        using var serial = new MemoryStream();
        var writer = new FrameWriter(serial);
        for (int i = 0; i <= sequence; i++)
            writer.Plan(i, name);
        return Transcript.Lines(serial)[sequence];
    }
}
