using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guest;

/// <summary>One guest on a cable of its own, for tests that look at a boot. Nothing of it outlives <see cref="DisposeAsync"/>.</summary>
internal sealed class GuestBoot : IAsyncDisposable
{
    public const string Address = "52:54:00:12:34:0a";
    private const string Node = "guest";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("dsb-guest-").FullName;
    private readonly GuestRig _rig;

    private GuestBoot(params string[] words)
    {
        string image = RepositoryRoot.File("artifacts", "image", "softbus.elf");
        Assert.True(File.Exists(image), $"There is no image at {image}; build it: ./build.sh --target=Image");
        Assert.True(QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu), QemuLocator.MissingText);
        _rig = new GuestRig(Path.Combine(_folder, "cable.pcapng"), fault: null, TimeProvider.System);
        Launch = () => _rig.Launch(
            Node,
            port => new GuestCommand(qemu, QemuArguments.Build(new GuestOptions(image, Address, port.MachinePath, port.SwitchPath) { KernelWords = words })),
            Lifetime,
            Path.Combine(_folder, "uart.txt"),
            Path.Combine(_folder, "host.txt"));
    }

    public List<string> Lines { get; } = [];

    /// <summary>How the guest ended, once it did.</summary>
    public GuestExit? Exit { get; private set; }

    private Action Launch { get; }

    /// <summary>Plugs in what <paramref name="plugIn"/> brings, then starts the guest.</summary>
    public static GuestBoot Start(Action<CableSwitch> plugIn, params string[] words)
    {
        var boot = new GuestBoot(words);
        plugIn(boot._rig.Cable);
        boot.Launch();
        return boot;
    }

    public static GuestBoot Start(params string[] words) => Start(static _ => { }, words);

    /// <summary>Reads on until a line starts with <paramref name="text"/>; fails when the guest ends first.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        if (Lines.FirstOrDefault(line => line.StartsWith(text, StringComparison.Ordinal)) is { } seen)
            return seen;
        while (await ReadAsync())
        {
            if (Lines[^1].StartsWith(text, StringComparison.Ordinal))
                return Lines[^1];
        }

        throw new InvalidOperationException($"The guest ended ({Exit}) before it said '{text}'. It said:\n{string.Join('\n', Lines)}");
    }

    /// <summary>Reads on until the guest has ended.</summary>
    public async Task<GuestExit> WaitForEndAsync()
    {
        while (await ReadAsync())
        {
        }

        return Exit!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> ReadAsync()
    {
        switch (await _rig.Events.ReadAsync())
        {
            case GuestEvent.Line line:
                Lines.Add(line.Text);
                return true;
            case GuestEvent.Ended ended:
                Exit = ended.Exit;
                return false;
            default:
                throw new InvalidOperationException("A new kind of guest event.");
        }
    }
}
