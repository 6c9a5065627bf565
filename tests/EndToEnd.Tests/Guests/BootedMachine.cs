using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>One booted machine on a cable of its own, and the lines it said so far.</summary>
internal sealed class BootedMachine : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dsoftbus-");
    private readonly List<string> _lines = [];
    private readonly Task _reading;

    /// <param name="lastMacByte">Last byte of its hardware address, in hex digits.</param>
    /// <param name="words">Kernel command line.</param>
    /// <param name="lifetime">Bound of its life.</param>
    public BootedMachine(string lastMacByte, IReadOnlyList<string> words, TimeSpan lifetime)
    {
        Rig = new GuestRig(PathOf("cable.pcapng"), null, TimeProvider.System);
        if (!QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu))
            throw new InvalidOperationException(QemuLocator.MissingText);
        Rig.Launch(
            "A",
            port => new GuestCommand(qemu, QemuArguments.Build(
                new GuestOptions(RepositoryRoot.File("artifacts", "image", "softbus.elf"), $"52:54:00:12:34:{lastMacByte}", port.MachinePath, port.SwitchPath)
                {
                    MemoryMebibytes = 64,
                    KernelWords = words,
                })),
            lifetime, PathOf("uart.txt"), PathOf("host.txt"));
        _reading = ReadAsync();
    }

    public GuestRig Rig { get; }

    /// <summary>Told on a pool thread after each line.</summary>
    public Action? OnLine { get; set; }

    public bool Said(string beginning)
    {
        lock (_lines)
            return _lines.Exists(line => line.StartsWith(beginning, StringComparison.Ordinal));
    }

    public string Report()
    {
        lock (_lines)
            return string.Join('\n', _lines);
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await _reading;
        _folder.Delete(recursive: true);
    }

    private async Task ReadAsync()
    {
        await foreach (var happened in Rig.Events.ReadAllAsync())
        {
            if (happened is GuestEvent.Ended)
                return;
            lock (_lines)
                _lines.Add(((GuestEvent.Line)happened).Text);
            OnLine?.Invoke();
        }
    }
}
