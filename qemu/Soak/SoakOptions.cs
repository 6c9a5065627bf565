using System.Collections.Immutable;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Soak;

/// <summary>How long to soak what.</summary>
/// <param name="Image">Path of the guest image.</param>
/// <param name="RunsFolder">Where the folder of the run is made.</param>
/// <param name="Duration">How long everything runs at once; whole seconds.</param>
public sealed record SoakOptions(string Image, string RunsFolder, TimeSpan Duration)
{
    /// <summary>Time beyond <see cref="Duration"/> for boot, warm-up, settling and the idle measurement, on a busy host too.</summary>
    public static readonly TimeSpan Allowance = TimeSpan.FromMinutes(5);

    public int MemoryMebibytes { get; init; } = 128;

    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Words that go to the machine besides the usual ones.</summary>
    public ImmutableArray<string> ExtraWords { get; init; } = [];

    /// <summary>Replaces QEMU in tests; null runs QEMU.</summary>
    public Func<UnixPort, GuestCommand>? GuestCommand { get; init; }
}
