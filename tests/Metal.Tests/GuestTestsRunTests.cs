using System.Xml.Linq;
using DSoftBus.Qemu;
using DSoftBus.Qemu.GuestTests;
using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Metal;

/// <summary>The host's side with shell scripts in the guests' place, and its report.</summary>
public sealed class GuestTestsRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guest-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AllShardsCountAndTheFileSaysSo()
    {
        var report = await RunAsync(shards: 1, _ => Say(Transcript.Of(Transcript.Good()), status: 33));
        Assert.Equal((3, 0), (report.Passed, report.Failed));
        var counters = Counters(report);
        Assert.Equal(("3", "3", "3"), ((string?)counters.Attribute("total"), (string?)counters.Attribute("executed"), (string?)counters.Attribute("passed")));
    }

    [Fact]
    public async Task AGuestThatDiesIsAFailureOfTheRun()
    {
        var lines = Transcript.Of(Transcript.Good()).TakeWhile(line => !line.Contains(" begin 2", StringComparison.Ordinal)).Append("PROGRAM CRASH: signal 11");
        var report = await RunAsync(shards: 1, _ => Say(lines, status: 151));
        Assert.Equal((2, 2), (report.Passed, report.Failed));
        Assert.Equal("Failed", (string?)TrxFile.Document("image", report).Descendants().Single(element => element.Name.LocalName == "ResultSummary").Attribute("outcome"));
        Assert.Equal("2", (string?)Counters(report).Attribute("passed"));
        Assert.Contains("signal 11", string.Concat(report.Results.Select(result => result.Stack)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGuestThatOutlivesItsBoundIsEnded()
    {
        var options = Options(shards: 1, _ => new GuestCommand("/bin/sh", ["-c", "exec sleep 1000"])) with { Lifetime = TimeSpan.FromSeconds(1) };
        var report = await GuestTestsRun.ExecuteAsync(options, _ => { }, TimeProvider.System, default);
        Assert.Contains("announced no tests", Assert.Single(report.Results).Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (report.Passed, report.Failed));
    }

    [Fact]
    public void TheFileHoldsWhatXmlDoesNotKnow()
    {
        var result = new GuestTestResult("Room.Tests.Odd(text: \"\0\ud800\")", GuestTestOutcome.Failed, TimeSpan.FromSeconds(1), "nul \0", "at", "\u0001");
        var report = new GuestTestsReport([new ShardReport(1, GuestExit.FromStatus(67), [result], [])], DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(2));
        string file = Path.Combine(_folder.FullName, "deep", "Guest.trx");
        TrxFile.Write(file, "image", report);
        var document = XDocument.Load(file);
        var written = document.Descendants().Single(element => element.Name.LocalName == "UnitTestResult");
        Assert.Equal("Room.Tests.Odd(text: \"\ufffd\ufffd\")", (string?)written.Attribute("testName"));
        Assert.Equal("Room.Tests", (string?)document.Descendants().Single(element => element.Name.LocalName == "TestMethod").Attribute("className"));
    }

    [Fact]
    public async Task AMissingImageIsSaidWithWhatToDo()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(61, await Program.RunAsync(["guest-tests", $"--image={_folder.FullName}/none.elf"], output, error));
        Assert.Contains("none.elf", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("./build.sh --target=GuestTests", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--shards=0")]
    [InlineData("--shards=many")]
    [InlineData("--filter=two words")]
    [InlineData("--limit=0")]
    [InlineData("--memory=1")]
    public async Task AWrongOptionIsRefused(string option)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, await Program.RunAsync(["guest-tests", option], output, error));
        Assert.StartsWith("error: ", error.ToString(), StringComparison.Ordinal);
    }

    private static XElement Counters(GuestTestsReport report)
        => TrxFile.Document("image", report).Descendants().Single(element => element.Name.LocalName == "Counters");

    private Task<GuestTestsReport> RunAsync(int shards, Func<int, GuestCommand> guest)
        => GuestTestsRun.ExecuteAsync(Options(shards, guest), _ => { }, TimeProvider.System, default);

    private GuestTestsOptions Options(int shards, Func<int, GuestCommand> guest)
        => new(Path.Combine(_folder.FullName, "none.elf"), _folder.FullName) { Shards = shards, GuestCommand = guest };

    private GuestCommand Say(IEnumerable<string> lines, int status)
    {
        string file = Path.Combine(_folder.FullName, "said.txt");
        File.WriteAllLines(file, lines);
        return new GuestCommand("/bin/sh", ["-c", "cat \"$1\"; exit \"$2\"", "sh", file, $"{status}"]);
    }
}
