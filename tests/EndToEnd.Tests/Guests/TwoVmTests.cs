using System.Text.Json;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.TwoVm;
using DSoftBus.Tests.EndToEnd.Captures;
using DSoftBus.Tests.EndToEnd.Mirror;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>Two booted machines on one cable.</summary>
[Collection(GuestCollection.Name)]
public sealed class TwoVmTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dsoftbus-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TheReadmesFirstCommandProvesASession()
    {
        var (status, output) = await BuildScript.RunAsync("./build.sh", TimeSpan.FromMinutes(8));
        Assert.True(status == 0, output);
        string latest = RepositoryRoot.File("artifacts", "two-vm", "latest");
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(latest, "summary.json")));
        Assert.Equal("success", summary.RootElement.GetProperty("result").GetString());
        foreach (string file in new[] { "uart-A.txt", "uart-B.txt", "cable.pcapng", "summary.txt" })
            Assert.True(File.Exists(Path.Combine(latest, file)), $"{file} is missing");
    }

    [Fact]
    public async Task WithTestKeysTheMachinesSendTheMirrorsBytes()
    {
        var outcome = await TwoVmRun.ExecuteAsync(Options() with { TestKeys = true }, new SilentProgress(), TimeProvider.System, CancellationToken.None);
        Assert.True(outcome.IsSuccess, outcome.Failure?.Message);
        var machines = PcapngReader.Read(outcome.Run.PathOf(TwoVmRun.CaptureName));
        var mirror = MirrorRuns.TwoVm();

        Assert.Equal(Kinds(mirror), Kinds(machines));
        Assert.Equal(Datagrams(mirror), Datagrams(machines));
        var expected = TcpStreams.Reassemble(mirror);
        var actual = TcpStreams.Reassemble(machines);
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (direction, bytes) in expected)
            Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(actual[direction]));
    }

    [Fact]
    public async Task WithoutTestKeysNoTwoRunsSendTheSame()
    {
        var first = await StreamsOfAFreshRunAsync();
        var second = await StreamsOfAFreshRunAsync();
        Assert.NotEmpty(first);
        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public async Task AMachineThatDiesIsNamedWithItsPhase()
    {
        GuestRig? rig = null;
        int[] processes = [];
        var options = Options() with
        {
            OnLaunched = launched =>
            {
                rig = launched;
                processes = [.. launched.ProcessIds.Values];
            },
            // The first segment of the session is the moment to pull the plug.
            Fault = new DelegateFault((_, frame) =>
            {
                if (frame.Length > 23 && frame[12] == 8 && frame[13] == 0 && frame[23] == 6)
                    rig!.Kill("B");
                return FaultDecision.Forward;
            }),
        };
        var outcome = await TwoVmRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, CancellationToken.None);
        Assert.NotNull(outcome.Failure);
        Assert.Equal(("B", "session"), (outcome.Failure.Node, outcome.Failure.Phase));
        Assert.Equal(43, outcome.ExitStatus); // OS2VM_E_SESSION_NODE_B_ENDED, networking.md section 8
        Assert.Equal(2, processes.Length);
        Assert.DoesNotContain(processes, id => Directory.Exists($"/proc/{id}"));
    }

    private TwoVmOptions Options() => new(RepositoryRoot.File("artifacts", "image", "softbus.elf"), _folder);

    private async Task<List<string>> StreamsOfAFreshRunAsync()
    {
        var outcome = await TwoVmRun.ExecuteAsync(Options(), new SilentProgress(), TimeProvider.System, CancellationToken.None);
        Assert.True(outcome.IsSuccess, outcome.Failure?.Message);
        var frames = PcapngReader.Read(outcome.Run.PathOf(TwoVmRun.CaptureName));
        return [.. TcpStreams.Reassemble(frames).Values.Select(Convert.ToHexStringLower)];
    }

    // How often a machine answers for its address or announces itself is a matter of time; that it does is not. Whether a probe for
    // its address leaves before the run is over is one too.
    private static List<string> Kinds(List<CapturedFrame> frames)
        => [.. PacketKinds.FirstOfEach(frames).Select(entry => entry.Kind).Where(kind => kind != "arp-probe").Order(StringComparer.Ordinal)];

    private static List<string> Datagrams(List<CapturedFrame> frames)
        => [.. UdpDatagrams.Of(frames).Distinct().Order(StringComparer.Ordinal)];
}
