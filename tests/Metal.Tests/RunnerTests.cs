using DSoftBus.Qemu.GuestTests;
using DSoftBus.Tests.Metal.Runner;
using Xunit;

namespace DSoftBus.Tests.Metal;

/// <summary>The guest's runner on the host: its frames are read by the host's reader, as they will be.</summary>
public sealed class RunnerTests
{
    [Fact]
    public void AGoodRunIsReadAsItWas()
    {
        var report = Transcript.Read(Transcript.Of(Transcript.Good()), Transcript.Success);
        Assert.Equal(["Room.Tests.First", "Room.Tests.Second(value: \"a b%\")", "Room.Tests.Third"], report.Results.Select(result => result.Name));
        Assert.All(report.Results, result => Assert.True(result.IsPassed, result.Message));
        Assert.Equal(new("Snapshot", "Room.Tests.Golden", "uses a file"), Assert.Single(report.LeftOut));
    }

    [Fact]
    public void AFailureCarriesItsTypeItsMessagesAndItsPlace()
    {
        var list = Transcript.Good();
        list.Add("Room.Tests.Bad", static async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("outer\nline ü", new FormatException("inner"));
        });
        var report = Transcript.Read(Transcript.Of(list), Transcript.ProgramExit(1));
        var failed = Assert.Single(report.Results, result => !result.IsPassed);
        Assert.Equal(("Room.Tests.Bad", GuestTestOutcome.Failed), (failed.Name, failed.Outcome));
        Assert.Equal("System.InvalidOperationException: outer\nline ü <- System.FormatException: inner", failed.Message);
        Assert.Contains(nameof(AFailureCarriesItsTypeItsMessagesAndItsPlace), failed.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public void ALongMessageIsCutAndStillOneLineOfTheSerialPort()
    {
        var list = new TestList();
        list.Add(new string('n', 5000), static () => throw new InvalidOperationException(new string('ü', 50_000)));
        var lines = Transcript.Of(list);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, DSoftBus.Qemu.Launch.LineSplitter.MaximumLine));
        var failed = Assert.Single(Transcript.Read(lines, Transcript.ProgramExit(1)).Results);
        Assert.EndsWith("...", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATheoryWithoutRowsOrWithABrokenMemberFails()
    {
        var list = new TestList();
        list.AddRows("Room.Tests.Empty", ["x"], static () => Array.Empty<object[]>(), static _ => default);
        list.AddRows("Room.Tests.Broken", ["x"], static () => throw new FormatException("no data"), static _ => default);
        list.AddRows("Room.Tests.Rows", ["x"], static () => new object[][] { [1], [2] }, static row => row[0] is 1 ? default : throw new FormatException("two"));
        var results = Transcript.Read(Transcript.Of(list), Transcript.ProgramExit(1)).Results;
        Assert.Equal(
            [("Room.Tests.Empty", false), ("Room.Tests.Broken", false), ("Room.Tests.Rows(x: 1)", true), ("Room.Tests.Rows(x: 2)", false)],
            results.Select(result => (result.Name, result.IsPassed)));
        Assert.Contains("no data", results[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHangIsToldByNameWhileTheTestStillHangs()
    {
        using var serial = new MemoryStream();
        using var ended = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var list = new TestList();
        list.Add("Room.Tests.Hangs", () =>
        {
            release.Wait();
            return default;
        });
        list.Add("Room.Tests.Later", static () => default);
        IReadOnlyList<string> lines = [];
        var runner = new CaseRunner(new FrameWriter(serial), new RunWords("", Shard.Whole, TimeSpan.FromMilliseconds(300)), () =>
        {
            // The guest ends here: what comes later is not sent.
            lines = Transcript.Lines(serial);
            ended.Set();
        });
        var run = new Thread(() => runner.Run(list));
        run.Start();
        Assert.True(ended.Wait(TimeSpan.FromMinutes(5)));
        release.Set();
        run.Join();
        var results = Transcript.Read(lines, Transcript.ProgramExit(3)).Results;
        Assert.Equal(
            [("Room.Tests.Hangs", GuestTestOutcome.Hung), ("Room.Tests.Later", GuestTestOutcome.NoResult)],
            results.Select(result => (result.Name, result.Outcome)));
        Assert.Contains("Room.Tests.Hangs", results[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilterAndShardsChooseEveryCaseOnce()
    {
        var list = new TestList();
        for (int i = 0; i < 10; i++)
            list.Add($"Room.{(i < 7 ? "Tcp" : "Udp")}.Case{i}", static () => default);
        var seen = new List<string>();
        for (int number = 1; number <= 3; number++)
        {
            var words = RunWords.Parse(["softbus.filter=tcp", $"softbus.shard={number}/3", "softbus.limit=60000", "other=1"], out _);
            var report = Transcript.Read(Transcript.Of(list, words), Transcript.Success, shard: number, shards: 3);
            Assert.InRange(report.Results.Count, 2, 3);
            seen.AddRange(report.Results.Select(result => result.Name));
        }

        Assert.Equal(list.Cases.Take(7).Select(test => test.Name), seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("softbus.shard=0/2")]
    [InlineData("softbus.shard=3/2")]
    [InlineData("softbus.shard=2")]
    [InlineData("softbus.shard=1/65")]
    [InlineData("softbus.limit=0")]
    [InlineData("softbus.limit=soon")]
    public void AWordThatCannotBeUnderstoodIsNamed(string word)
    {
        Assert.Null(RunWords.Parse([word], out string problem));
        Assert.Contains(word, problem, StringComparison.Ordinal);
    }
}
