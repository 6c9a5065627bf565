using DSoftBus.Image.Devices;
using DSoftBus.Image.Manifest;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using TaskStatus = DSoftBus.Runtime.Init.TaskStatus;

namespace DSoftBus.Image.Boot;

/// <summary>The boot after the shim: devices, entropy, the tasks of the manifest, the loop, and the end of the run.</summary>
/// <remarks>
/// Words of the command line that are read here: <c>softbus.testkeys</c> (published keys, for repeatable runs),
/// <c>softbus.linger=ms</c> (power off so long after the selftest; without the word the machine stays up),
/// <c>softbus.watchdog=ms</c> (0 = none), <c>softbus.net.off=names</c> (features of the network device to leave). The other <c>softbus.</c> words are the tasks' own.
/// </remarks>
internal sealed class GuestProgram(SerialConsole console, string[] words)
{
    private const int DefaultWatchdogMilliseconds = 10_000;
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoodbyeStep = TimeSpan.FromMilliseconds(20);
    private const string FailureWord = " FAIL";

    private readonly GuestFailures _failures = new(console);
    private readonly BootParameters _boot = BootParameters.Parse(string.Join(' ', words));
    private bool _hasFailed;
    private bool _selftestEnded;

    public int Run()
    {
        if (!GuestKernel.IsPresent)
            throw new InvalidOperationException("This program runs on its own kernel shim, not on another kernel.");
        (long total, long free) = GuestKernel.Pages;
        console.WriteLine($"init: program up, {free * GuestKernel.PageSize >> 20} of {total * GuestKernel.PageSize >> 20} MiB free");

        if (!GuestModule.TryRead(console, out _))
            return GuestExitCode.BootModule;
        var platform = new GuestPlatform();
        var loop = new TaskLoop(platform) { CrashNote = GuestKernel.RegisterCrashNote() };
        var memory = new GuestMemoryPool();
        GuestMachine machine = GuestMachine.Discover(console);
        var network = new GuestNetwork(machine.Network, platform, memory, console, _boot);
        console.OnMarker = line => OnMarker(line, network);

        int watchdog = _boot.Integer("softbus.watchdog", DefaultWatchdogMilliseconds);
        if (watchdog > 0)
            loop.Watchdog = new ThreadWatchdog(platform, TimeSpan.FromMilliseconds(watchdog), _failures.OnWatchdog);
        var node = new Node(loop, Manifests.For(_boot), new NodeOptions
        {
            Name = "guest",
            Entropy = EntropyBySeed(machine, network, platform, loop, memory),
            Boot = _boot,
            Markers = console,
            OpenDevice = (kind, deviceLoop) => kind == DeviceKind.VirtioNet ? network.Open(deviceLoop) : null,
            Memory = memory,
            OnFailure = OnFailure,
        });
        node.Start();
        return RunToTheEnd(loop, node);
    }

    private Func<byte, IEntropy> EntropyBySeed(GuestMachine machine, GuestNetwork network, GuestPlatform platform, TaskLoop loop, GuestMemoryPool memory)
    {
        if (_boot.Has("softbus.testkeys"))
        {
            byte last = network.Address?.Last ?? 0;
            return offset => new TestEntropy((byte)(last + offset));
        }

        IEntropy gathered = new GuestEntropySource(machine.Entropy, platform, loop, memory, console).Gather();
        return _ => gathered;
    }

    private int RunToTheEnd(TaskLoop loop, Node node)
    {
        int linger = _boot.Integer("softbus.linger", -1);
        if (linger < 0)
            loop.Run();
        loop.RunUntil(() => _selftestEnded, Instant.Never);
        // After its last marker the selftest still says goodbye to the peers.
        Instant goodbye = loop.Now + GoodbyeTime;
        while (loop.Now < goodbye && IsSelftestRunning(node))
            loop.RunUntil(static () => false, loop.Now + GoodbyeStep);
        loop.RunUntil(static () => false, loop.Now + TimeSpan.FromMilliseconds(linger));
        return _hasFailed ? GuestExitCode.SelftestFailed : GuestExitCode.Success;
    }

    private static bool IsSelftestRunning(Node node)
    {
        foreach (TaskStatus task in node.Tasks)
        {
            if (task.Name == Manifests.SelftestTask)
                return task.State == TaskState.Running;
        }

        return false;
    }

    private void OnMarker(string line, GuestNetwork network)
    {
        // Without these two the bus is of no use; whoever runs the machine must hear of it.
        if (line == Markers.Netstackd.DeviceMissing)
        {
            if (network.LacksMemory)
                GuestFailures.EndOutOfMemory();
            Environment.Exit(GuestExitCode.NoNetwork);
        }

        if (line == Markers.Identityd.NoEntropy)
            Environment.Exit(GuestExitCode.NoEntropy);
        _hasFailed |= line.Contains(FailureWord, StringComparison.Ordinal);
        _selftestEnded |= line == Markers.Selftest.End;
    }

    private void OnFailure(FailureReport report)
    {
        _hasFailed = true;
        _selftestEnded |= report.Task == Manifests.SelftestTask;
        _failures.OnFailure(report);
    }
}
