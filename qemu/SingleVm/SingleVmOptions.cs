using System.Collections.Immutable;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.SingleVm;

/// <summary>What to boot and within which bounds.</summary>
/// <param name="Image">Path of the guest image.</param>
/// <param name="RunsFolder">Where the folder of the run is made.</param>
public sealed record SingleVmOptions(string Image, string RunsFolder)
{
    /// <summary>Name of the one machine.</summary>
    public const string Node = "vm";

    public string MacAddress { get; init; } = "52:54:00:12:34:56";

    public int MemoryMebibytes { get; init; } = 64;

    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Published test keys: repeatable, not secure.</summary>
    public bool TestKeys { get; init; }

    /// <summary>Path of a boot module; null for none.</summary>
    public string? Module { get; init; }

    /// <summary>Words that go to the machine besides the usual ones.</summary>
    public ImmutableArray<string> ExtraWords { get; init; } = [];

    public TimeSpan LaunchTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan LadderTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bound of the machine's life.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>What has to be printed; tests that boot for another purpose put their own here.</summary>
    public IReadOnlyList<MarkerExpectation> Ladder { get; init; } = SingleVmMarkers.Ladder;

    /// <summary>Which lines fail the run.</summary>
    public FailureRules Rules { get; init; } = FailureRules.Strict;

    /// <summary>Replaces QEMU in tests; null runs QEMU.</summary>
    public Func<UnixPort, GuestCommand>? GuestCommand { get; init; }
}
