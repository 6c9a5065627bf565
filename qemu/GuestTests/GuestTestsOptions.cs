using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>A run of the unit tests in guests.</summary>
/// <param name="Image">The image of <c>tests/Metal/UnitTests</c>.</param>
/// <param name="Folder">Where the serial lines are written.</param>
public sealed record GuestTestsOptions(string Image, string Folder)
{
    /// <summary>Guests that run side by side, each with its part of the tests.</summary>
    public int Shards { get; init; } = 2;

    /// <summary>Memory of each guest in MiB.</summary>
    public int MemoryMebibytes { get; init; } = 256;

    /// <summary>Part of the names of the tests to run; empty for all. No blanks: it is a word of the kernel command line.</summary>
    public string Filter { get; init; } = "";

    /// <summary>How long one test may take.</summary>
    public TimeSpan TestLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a guest may live; then it is ended.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>Further words of the kernel command line.</summary>
    public IReadOnlyList<string> ExtraWords { get; init; } = [];

    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Instead of QEMU, for tests: the program that plays the guest of a shard.</summary>
    public Func<int, GuestCommand>? GuestCommand { get; init; }

    /// <summary>Serial line of a shard's guest.</summary>
    public string UartPath(int shard) => Path.Combine(Folder, $"uart-{shard}.txt");
}
