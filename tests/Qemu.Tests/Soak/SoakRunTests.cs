using System.Text.Json.Nodes;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Soak;
using Xunit;

namespace DSoftBus.Tests.Qemu.Soak;

/// <summary>Shell scripts in the guest's place: each way for a soak to go wrong is told by name.</summary>
public sealed class SoakRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softbus-soak-");
    private readonly List<string> _progress = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AFailedCheckFailsTheSoak()
    {
        SoakOutcome outcome = await RunAsync("echo 'soak: 10 s of 60'; echo 'FAIL 2 the clock stepped back'; echo 'checks: 1 of 2 held'; exit 67");
        Assert.Contains("the clock stepped back", outcome.Failure!.Message);
        Assert.Equal(["soak: 10 s of 60"], _progress);
        JsonNode summary = JsonNode.Parse(File.ReadAllText(outcome.Run.PathOf("summary.json")))!;
        Assert.Equal("failed", (string?)summary["result"]);
        Assert.Null(summary["pausesMs"]);
    }

    [Theory]
    [InlineData("echo 'ok 1 fine'; exit 129")] // SIGKILL in the guest
    [InlineData("echo 'ok 1 fine'; exit 33")] // no report
    public async Task AnEndWithoutAReportFailsTheSoak(string script)
    {
        SoakOutcome outcome = await RunAsync(script);
        Assert.Contains("ended before its report", outcome.Failure!.Message);
        Assert.Equal(99, outcome.ExitStatus);
    }

    [Fact]
    public async Task AGuestThatNeverSentAFrameFailsTheSoak()
    {
        SoakOutcome outcome = await RunAsync("echo 'ok 1 fine'; echo 'checks: 1 of 1 held'; exit 33");
        Assert.Equal("no frame went both ways", outcome.Failure!.Message);
    }

    [Fact]
    public async Task AnInterruptedSoakEndsItsGuest()
    {
        using var cancel = new CancellationTokenSource();
        Task<SoakOutcome> run = SoakRun.ExecuteAsync(
            Options("echo 'soak: 10 s of 60'; exec sleep 300"),
            _ => cancel.Cancel(),
            TimeProvider.System,
            cancel.Token);
        SoakOutcome outcome = await run.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("the run was interrupted", outcome.Failure!.Message);
    }

    private Task<SoakOutcome> RunAsync(string script) => SoakRun.ExecuteAsync(Options(script), _progress.Add, TimeProvider.System, default);

    private SoakOptions Options(string script) => new("", Path.Combine(_folder.FullName, "runs"), TimeSpan.FromSeconds(1))
    {
        GuestCommand = _ => new GuestCommand("/bin/sh", ["-c", script]),
    };
}
