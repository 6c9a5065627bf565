using System.Text.Json.Nodes;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.SingleVm;
using Xunit;

namespace DSoftBus.Tests.Qemu.SingleVm;

public sealed class SingleVmRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softbus-single-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task TheWholeLadderAndASuccessfulEndPass()
    {
        string ladder = string.Concat(SingleVmMarkers.Ladder.Select(rung => $"echo '{rung.Text}{(rung.Text[^1] == '=' ? "0123456789ab" : "")}'\n"));
        SingleVmOutcome outcome = await RunAsync(ladder + "exit 33");
        Assert.Null(outcome.Failure);
        JsonNode summary = JsonNode.Parse(File.ReadAllText(outcome.Run.PathOf("summary.json")))!;
        Assert.Equal("success", (string?)summary["result"]);
        Assert.Equal(1, (int?)summary["markers"]!["virtio_net"]!["line"]);
        Assert.All(outcome.Board.Expectations, expectation => Assert.NotNull(outcome.Board.Find(expectation)));
    }

    [Fact]
    public async Task TheFirstMissingRungIsNamed()
    {
        SingleVmOutcome outcome = await RunAsync("echo 'net: virtio-net up'; exit 33");
        Assert.Equal(("ladder", "net: dhcp bound"), (outcome.Failure!.Phase, outcome.Failure.MissingMarker));
        Assert.Equal(99, outcome.ExitStatus);
    }

    [Fact]
    public async Task RungsInTheWrongOrderFail()
    {
        IEnumerable<string> lines = SingleVmMarkers.Ladder.Select(rung => $"echo '{rung.Text}'\n").Reverse();
        SingleVmOutcome outcome = await RunAsync(string.Concat(lines) + "exit 33");
        Assert.Equal("OS2VM_E_EVIDENCE_ORDER", outcome.Failure!.Code.Name);
    }

    private Task<SingleVmOutcome> RunAsync(string script)
    {
        var options = new SingleVmOptions("", Path.Combine(_folder.FullName, "runs"))
        {
            GuestCommand = _ => new GuestCommand("/bin/sh", ["-c", script]),
        };
        return SingleVmRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, default);
    }
}
