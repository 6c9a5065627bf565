using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>One guest on a cable of its own, for tests that look at a boot. Nothing of it outlives <see cref="DisposeAsync"/>.</summary>
internal sealed class GuestBoot : IAsyncDisposable
{
    public const string Address = "52:54:00:12:34:0a";
    private const string Node = "guest";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("dsb-guest-").FullName;
    private readonly GuestRig _rig;
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _happened = new(0);
    private Task _reading = Task.CompletedTask;

    private GuestBoot(params string[] words)
    {
        string image = RepositoryRoot.File("artifacts", "image", "softbus.elf");
        Assert.True(File.Exists(image), $"There is no image at {image}; build it: ./build.sh --target=Image");
        Assert.True(QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu), QemuLocator.MissingText);
        _rig = new GuestRig(Path.Combine(_folder, "cable.pcapng"), fault: null, TimeProvider.System);
        Launch = () => _rig.Launch(
            Node,
            port => new GuestCommand(qemu, QemuArguments.Build(new GuestOptions(image, Address, new CableLink(port.MachinePath, port.SwitchPath)) { KernelWords = words })),
            Lifetime,
            Path.Combine(_folder, "uart.txt"),
            Path.Combine(_folder, "host.txt"));
    }

    /// <summary>What it said so far.</summary>
    public List<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public CableSwitch Cable => _rig.Cable;

    /// <summary>Told on a pool thread after each line.</summary>
    public Action? OnLine { get; set; }

    /// <summary>How the guest ended, once it did.</summary>
    public GuestExit? Exit { get; private set; }

    private Action Launch { get; }

    /// <summary>Plugs in what <paramref name="plugIn"/> brings, then starts the guest.</summary>
    public static GuestBoot Start(Action<CableSwitch> plugIn, params string[] words)
    {
        var boot = new GuestBoot(words);
        plugIn(boot._rig.Cable);
        boot.Launch();
        boot._reading = boot.ReadAsync();
        return boot;
    }

    public static GuestBoot Start(params string[] words) => Start(static _ => { }, words);

    public bool Said(string beginning) => Lines.Exists(line => line.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Waits for a line that starts with <paramref name="text"/>; fails when the guest ends first.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        while (true)
        {
            bool hasEnded = Exit is not null;
            if (Lines.Find(line => line.StartsWith(text, StringComparison.Ordinal)) is { } seen)
                return seen;
            if (hasEnded)
                throw new InvalidOperationException($"The guest ended ({Exit}) before it said '{text}'. It said:\n{string.Join('\n', Lines)}");
            await _happened.WaitAsync();
        }
    }

    /// <summary>Waits until the guest has ended; its watchdog bounds that.</summary>
    public async Task<GuestExit> WaitForEndAsync()
    {
        await _reading;
        return Exit!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _reading;
        _happened.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ReadAsync()
    {
        await foreach (var happened in _rig.Events.ReadAllAsync())
        {
            if (happened is GuestEvent.Line line)
            {
                lock (_lines)
                    _lines.Add(line.Text);
                OnLine?.Invoke();
            }
            else if (happened is GuestEvent.Ended ended)
            {
                Exit = ended.Exit;
            }

            _happened.Release();
            if (Exit is not null)
                return;
        }
    }
}
