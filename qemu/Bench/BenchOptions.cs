using System.Collections.Immutable;
using DSoftBus.Qemu.Bench.Network;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Peer;
using DSoftBus.Qemu.TwoVm;

namespace DSoftBus.Qemu.Bench;

/// <summary>What to measure and how often.</summary>
/// <param name="Image">Path of the guest image.</param>
/// <param name="Folder">Where the folder of the run and <c>latest.json</c> are made.</param>
public sealed record BenchOptions(string Image, string Folder)
{
    /// <summary>Measured runs of everything but the memory search, each series after one warm-up.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>Memory of each machine whose times are measured, in MiB.</summary>
    public int MemoryMebibytes { get; init; } = 64;

    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Published test keys: repeatable, not secure.</summary>
    public bool TestKeys { get; init; }

    /// <summary>Words that go to every machine besides the usual ones.</summary>
    public ImmutableArray<string> ExtraWords { get; init; } = [];

    /// <summary>Ends of the memory search in MiB, both included.</summary>
    public (int From, int To) MemoryRange { get; init; } = (8, 64);

    /// <summary>How long a machine whose times are measured has until its daemon is ready.</summary>
    public TimeSpan BootTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for a machine of the memory search; one that thrashes counts as too small.</summary>
    public TimeSpan MemoryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Least time over which one value of the host's figures is taken.</summary>
    public TimeSpan SampleTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The benchmark program as a guest image.</summary>
    public string BenchmarkImage { get; init; } = "";

    /// <summary>The same object code as a static Linux program.</summary>
    public string BenchmarkLinuxProgram { get; init; } = "";

    /// <summary>Where the Linux guest's kernel and initramfs lie.</summary>
    public string PeerFolder { get; init; } = "";

    /// <summary>Finds the Linux guest's kernel.</summary>
    public Func<CancellationToken, Task<LinuxKernel>> FindLinux { get; init; } = _ => Task.FromResult(LinuxKernel.Missing("not asked for"));

    /// <summary>Boots of the benchmark program per guest, in turns.</summary>
    public int ProgramBoots { get; init; } = 3;

    /// <summary>How often each boot measures everything, after one round that does not count.</summary>
    public int ProgramRounds { get; init; } = 7;

    /// <summary>Memory of both guests while the program measures.</summary>
    public int ProgramMemoryMebibytes { get; init; } = 128;

    /// <summary>How long one boot that measures may take.</summary>
    public TimeSpan ProgramTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Memory of the machine in which our hello has to come up in time.</summary>
    public int HelloMemoryMebibytes { get; init; } = 20;

    /// <summary>The same for the bus.</summary>
    public int BusMemoryMebibytes { get; init; } = 40;

    /// <summary>Ends of the search for hello's smallest memory, ours.</summary>
    public (int From, int To) HelloMemoryRange { get; init; } = (4, 32);

    /// <summary>The same of the Linux guest.</summary>
    public (int From, int To) LinuxMemoryRange { get; init; } = (32, 128);

    /// <summary>Only what is measured on a TAP device.</summary>
    public bool OnlyNetwork { get; init; }

    /// <summary>Only our stack beside others on a TAP device of this host.</summary>
    public bool OnlyStacks { get; init; }

    /// <summary>Folder of the other stacks' sources with their script; null: there is none.</summary>
    public string? StackPeers { get; init; }

    /// <summary>Where the other stacks are built; no blank in it.</summary>
    public string StackFolder { get; init; } = "";

    /// <summary>Our stack, <c>softbus tap</c> compiled ahead of time; no blank in it.</summary>
    public string StackProgram { get; init; } = "";

    /// <summary>The network peer as a guest image.</summary>
    public string NetworkImage { get; init; } = "";

    /// <summary>The same object code as a static Linux program.</summary>
    public string NetworkLinuxProgram { get; init; } = "";

    /// <summary>Memory of both guests on the TAP device.</summary>
    public int NetworkMemoryMebibytes { get; init; } = 256;

    /// <summary>Over how long each rate of the network is taken.</summary>
    public TimeSpan NetworkTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a guest on the TAP device has to come up, and then to be measured.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Replaces guest and client in tests: guest, name of the logs; null boots QEMU on a TAP device.</summary>
    public Func<BenchGuest, string, CancellationToken, Task<NetworkValues>>? MeasureNetwork { get; init; }

    /// <summary>Over how long the host's processor time of a sleeping guest is taken.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Replaces QEMU in tests, for the benchmark program: guest, words, memory in MiB; null runs QEMU.</summary>
    public Func<BenchGuest, string[], int, GuestCommand>? ProgramCommand { get; init; }

    /// <summary>Replaces QEMU in tests, by node and memory in MiB; null runs QEMU.</summary>
    public Func<TwoVmNode, int, GuestCommand>? GuestCommand { get; init; }

    /// <summary>The kernel command line and bounds of a machine, as the two-VM run has them.</summary>
    internal TwoVmOptions TwoVm(string runsFolder) => new(Image, runsFolder)
    {
        MemoryMebibytes = MemoryMebibytes,
        Accelerator = Accelerator,
        TestKeys = TestKeys,
        ExtraWords = ExtraWords,
        CheckCapture = GuestCommand is null,
        GuestCommand = GuestCommand is null ? null : (node, _) => GuestCommand(node, MemoryMebibytes),
    };
}
