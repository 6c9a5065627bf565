using System.Text.Json.Nodes;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.TwoVm;
using Xunit;

namespace DSoftBus.Tests.Qemu.TwoVm;

public sealed class TwoVmRunTests : IDisposable
{
    private const string Start = "echo 'init: ready'; ";
    private const string Discovered = Start + "echo 'dsoftbusd: discovery cross-vm up'; echo 'dsoftbusd: ready'; ";
    private const string InSession = Discovered + "echo 'dsoftbusd: cross-vm session ok 0123456789ab'; ";

    private const string Served = InSession + "echo 'dsoftbusd: remote proxy ok (peer=0123456789ab service=samgrd)'; ";

    private readonly ScriptedGuests _guests = new();

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task AGoodRunSucceedsAndLeavesItsArtifacts()
    {
        TwoVmOutcome outcome = await _guests.RunAsync(ScriptedGuests.GoodA, ScriptedGuests.GoodB);

        Assert.Null(outcome.Failure);
        Assert.Equal(0, outcome.ExitStatus);
        foreach (string name in new[] { "uart-A.txt", "uart-B.txt", "cable.pcapng", "summary.json", "summary.txt" })
            Assert.True(File.Exists(outcome.Run.PathOf(name)), name);
        Assert.Equal(["build", "launch", "discovery", "session", "remote", "end"], outcome.Phases.Durations.Keys);
        Assert.Equal(6, File.ReadAllLines(outcome.Run.PathOf("uart-A.txt")).Length);
        Assert.Equal(outcome.Run.Id, new FileInfo(Path.Combine(_guests.RunsFolder, "latest")).LinkTarget);
        JsonNode summary = Summary(outcome);
        Assert.Equal("success", (string?)summary["result"]);
        Assert.Equal(2, (int?)summary["markerLines"]!["A_discovery"]);
        Assert.Equal(5, (int?)summary["markerLines"]!["A_remote_resolve"]);
        Assert.Equal(33, (int?)summary["qemu"]!["exitA"]);
    }

    [Theory]
    [InlineData("exit 1", ScriptedGuests.Forever, "OS2VM_E_LAUNCH_NODE_A_FAILED", 71, "A")]
    [InlineData(Start + ScriptedGuests.Forever, "exit 1", "OS2VM_E_LAUNCH_NODE_B_FAILED", 72, "B")]
    [InlineData(Start + "exit 33", Start + ScriptedGuests.Forever, "OS2VM_E_DISCOVERY_NODE_A_ENDED", 32, "A")]
    [InlineData(Start + ScriptedGuests.Forever, Start + "exit 33", "OS2VM_E_DISCOVERY_NODE_B_ENDED", 33, "B")]
    [InlineData(Start + ScriptedGuests.Forever, Start + "echo 'shim panic: page fault'; exec sleep 1000", "OS2VM_E_DISCOVERY_NODE_B_ENDED", 33, "B")]
    [InlineData(Discovered + "sleep 1; kill -9 $$", Discovered + ScriptedGuests.Forever, "OS2VM_E_SESSION_NODE_A_ENDED", 42, "A")]
    [InlineData(Discovered + ScriptedGuests.Forever, Discovered + "sleep 1; exit 255", "OS2VM_E_SESSION_NODE_B_ENDED", 43, "B")]
    [InlineData(InSession + "echo 'SELFTEST: remote resolve FAIL'; exec sleep 1000", InSession + ScriptedGuests.Forever, "OS2VM_E_REMOTE_NEGATIVE_MARKER", 66, "A")]
    [InlineData(InSession + "sleep 1; exit 33", InSession + ScriptedGuests.Forever, "OS2VM_E_REMOTE_RESOLVE_MISSING", 51, "A")]
    [InlineData(InSession + "echo 'SELFTEST: remote resolve ok'; echo 'SELFTEST: remote query ok'; sleep 1; exit 33", InSession + ScriptedGuests.Forever, "OS2VM_E_REMOTE_SERVED_MISSING", 58, "A")]
    [InlineData(InSession + "echo 'SELFTEST: remote resolve ok'; sleep 1; exit 33", InSession + ScriptedGuests.Forever, "OS2VM_E_REMOTE_QUERY_MISSING", 52, "A")]
    public async Task AnEarlyEndIsClassified(string a, string b, string code, int exitStatus, string node)
    {
        TwoVmOutcome outcome = await _guests.RunAsync(a, b);
        Assert.Equal((code, exitStatus, node), (outcome.Failure!.Code.Name, outcome.ExitStatus, outcome.Failure.Node));
        JsonNode classification = Summary(outcome)["classification"]!;
        Assert.Equal(code, (string?)classification["errorCode"]);
        Assert.Equal(outcome.Failure.Phase, (string?)classification["phase"]);
        Assert.All(outcome.ProcessIds.Values, id => Assert.False(Directory.Exists($"/proc/{id}")));
    }

    [Fact]
    public async Task DeadlinesAreClassifiedByPhaseAndByWhatTheCableCarried()
    {
        TwoVmOptions Quick(string script) => _guests.Options(script + ScriptedGuests.Forever, script + ScriptedGuests.Forever) with
        {
            DiscoveryTimeout = TimeSpan.FromSeconds(1),
            SessionTimeout = TimeSpan.FromSeconds(1),
            RemoteTimeout = TimeSpan.FromSeconds(1),
        };

        TwoVmOutcome discovery = await ScriptedGuests.RunAsync(Quick(Start));
        Assert.Equal(HarnessCode.DiscoveryTimeout, discovery.Failure!.Code);
        Assert.Equal("dsoftbusd: ready", discovery.Failure.MissingMarker);
        Assert.Equal(HarnessCode.SessionNoSyn, (await ScriptedGuests.RunAsync(Quick(Discovered))).Failure!.Code);
        Assert.Equal(HarnessCode.RemoteResolveMissing, (await ScriptedGuests.RunAsync(Quick(InSession))).Failure!.Code);

        TwoVmOptions unanswered = Quick(Discovered) with { OnCable = cable => Segment(cable, 0x02) };
        Assert.Equal(HarnessCode.SessionNoSynAck, (await ScriptedGuests.RunAsync(unanswered)).Failure!.Code);
        TwoVmOptions connected = Quick(Discovered) with { OnCable = cable => Segment(cable, 0x02, 0x12) };
        Assert.Equal(HarnessCode.SessionTimeout, (await ScriptedGuests.RunAsync(connected)).Failure!.Code);
    }

    [Fact]
    public async Task MarkersInTheWrongOrderOrOnTheWrongNodeFail()
    {
        const string disorder = Start + "echo 'dsoftbusd: cross-vm session ok 1'; echo 'dsoftbusd: discovery cross-vm up'; echo 'dsoftbusd: ready'; "
            + "echo 'SELFTEST: remote resolve ok'; echo 'SELFTEST: remote query ok'; sleep 1; exit 33";
        TwoVmOutcome outcome = await _guests.RunAsync(disorder, ScriptedGuests.GoodB);
        Assert.Equal("OS2VM_E_EVIDENCE_ORDER", outcome.Failure!.Code.Name);

        outcome = await _guests.RunAsync(ScriptedGuests.GoodA, Served + "echo 'SELFTEST: remote query ok'; sleep 1; exit 33");
        Assert.Equal("OS2VM_E_EVIDENCE_NODE", outcome.Failure!.Code.Name);
        Assert.Equal(99, outcome.ExitStatus);
    }

    [Fact]
    public async Task AFailureAtTheEndIsOneToo()
    {
        TwoVmOutcome outcome = await _guests.RunAsync(ScriptedGuests.GoodA, Served + "sleep 1; exit 65");
        Assert.Equal(("end", "B"), (outcome.Failure!.Phase, outcome.Failure.Node));
    }

    [Fact]
    public async Task AMissingImageIsNamed()
    {
        TwoVmOutcome outcome = await ScriptedGuests.RunAsync(_guests.Options("", "") with { GuestCommand = null });
        Assert.Equal((61, "build"), (outcome.ExitStatus, outcome.Failure!.Phase));
        Assert.Contains("--target=Image", outcome.Failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoppingAfterAPhaseIsASuccess()
    {
        TwoVmOutcome outcome = await ScriptedGuests.RunAsync(
            _guests.Options(Discovered + ScriptedGuests.Forever, Discovered + ScriptedGuests.Forever) with { Target = TwoVmPhase.Discovery });
        Assert.Null(outcome.Failure);
        Assert.Equal("discovery", (string?)Summary(outcome)["phaseTarget"]);
        Assert.Null(Summary(outcome)["phaseDurationsMs"]!["session"]);
    }

    [Fact]
    public async Task AnInterruptionLeavesNothingBehind()
    {
        using var cancel = new CancellationTokenSource();
        string socketFolder = "";
        TwoVmOptions options = _guests.Options(Start + ScriptedGuests.Forever, Start + ScriptedGuests.Forever) with
        {
            OnCable = cable => socketFolder = "",
            OnLaunched = rig =>
            {
                socketFolder = Path.GetDirectoryName(rig.Cable.Ports.OfType<UnixPort>().First().SwitchPath)!;
                cancel.Cancel();
            },
        };
        TwoVmOutcome outcome = await ScriptedGuests.RunAsync(options, cancel.Token);
        Assert.Equal((99, "launch"), (outcome.ExitStatus, outcome.Failure!.Phase));
        Assert.Equal(2, outcome.ProcessIds.Count);
        Assert.All(outcome.ProcessIds.Values, id => Assert.False(Directory.Exists($"/proc/{id}")));
        Assert.NotEqual("", socketFolder);
        Assert.False(Directory.Exists(socketFolder));
    }

    [Fact]
    public async Task TwoRunsAtOnceDoNotMeet()
    {
        TwoVmOutcome[] outcomes = await Task.WhenAll(
            _guests.RunAsync(ScriptedGuests.GoodA, ScriptedGuests.GoodB), _guests.RunAsync(ScriptedGuests.GoodA, ScriptedGuests.GoodB));
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.NotEqual(outcomes[0].Run.Path, outcomes[1].Run.Path);
    }

    private static JsonNode Summary(TwoVmOutcome outcome) => JsonNode.Parse(File.ReadAllText(outcome.Run.PathOf("summary.json")))!;

    // Puts bare TCP segments with the given flags to port 34568 on the cable.
    private static void Segment(CableSwitch cable, params byte[] flags)
    {
        VirtualPort port = cable.AttachVirtual("test", (_, _) => { });
        foreach (byte flag in flags)
        {
            byte[] segment = new byte[20];
            (segment[2], segment[3], segment[12], segment[13]) = (34568 >> 8, 34568 & 0xFF, 5 << 4, flag);
            byte[] frame = Cable.FrameSurgeryTests.Ipv4(6, segment);
            FrameSurgery.RepairChecksums(frame);
            Assert.True(port.Send(frame));
        }
    }
}
