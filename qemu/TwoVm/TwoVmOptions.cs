using System.Collections.Immutable;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>What to run and within which bounds.</summary>
/// <param name="Image">Path of the guest image.</param>
/// <param name="RunsFolder">Where the folder of the run is made.</param>
public sealed record TwoVmOptions(string Image, string RunsFolder)
{
    public int MemoryMebibytes { get; init; } = 64;

    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Published test keys: repeatable, not secure.</summary>
    public bool TestKeys { get; init; }

    /// <summary>Stop after this phase.</summary>
    public TwoVmPhase Target { get; init; } = TwoVmPhase.End;

    /// <summary>Words that go to both machines besides the usual ones.</summary>
    public ImmutableArray<string> ExtraWords { get; init; } = [];

    /// <summary>How long a machine stays after its selftest ended, so that the other one can finish.</summary>
    public int LingerMilliseconds { get; init; } = 500;

    public TimeSpan LaunchTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan DiscoveryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan RemoteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bound of the whole life of a machine.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Fail when a phase takes longer than the performance budgets.</summary>
    public bool EnforceBudgets { get; init; }

    /// <summary>Check the capture after the run. Only scripts that play guests go without.</summary>
    public bool CheckCapture { get; init; } = true;

    /// <summary>Which lines fail the run.</summary>
    public FailureRules Rules { get; init; } = FailureRules.Strict;

    /// <summary>Disturbs the cable.</summary>
    public ICableFault? Fault { get; init; }

    /// <summary>Called when the cable is there and before the machines start: a test plugs its own nodes in.</summary>
    public Action<CableSwitch>? OnCable { get; init; }

    /// <summary>Called when both machines have been started.</summary>
    public Action<GuestRig>? OnLaunched { get; init; }

    /// <summary>Replaces QEMU in tests; null runs QEMU.</summary>
    public Func<TwoVmNode, UnixPort, GuestCommand>? GuestCommand { get; init; }
}
