using System.Threading.Channels;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Harness;

/// <summary>Guests on one cable, with their logs and one stream of events. Nothing of it outlives <see cref="DisposeAsync"/>.</summary>
public sealed class GuestRig : IAsyncDisposable
{
    private readonly Channel<GuestEvent> _events = Channel.CreateUnbounded<GuestEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, RunningGuest> _guests = [];
    private readonly Dictionary<string, TimeSpan> _launchTimes = [];
    private readonly SocketFolder _sockets;
    private readonly CaptureFile _capture;
    private readonly TimeProvider _clock;
    private readonly long _created;

    /// <param name="capturePath">Where the capture goes.</param>
    /// <param name="fault">Disturbs the cable; null leaves it alone.</param>
    /// <param name="clock">Source of all times.</param>
    public GuestRig(string capturePath, ICableFault? fault, TimeProvider clock)
    {
        _clock = clock;
        _created = clock.GetTimestamp();
        _capture = CaptureFile.Create(capturePath);
        _sockets = SocketFolder.Create();
        Cable = new CableSwitch(_capture, fault, clock);
    }

    public CableSwitch Cable { get; }

    /// <summary>What the guests do, in the order of arrival.</summary>
    public ChannelReader<GuestEvent> Events => _events.Reader;

    /// <summary>When each guest was launched, since the rig was made: puts the times of several guests on one scale.</summary>
    public IReadOnlyDictionary<string, TimeSpan> LaunchTimes => _launchTimes;

    /// <summary>Process ids by node.</summary>
    public IReadOnlyDictionary<string, int> ProcessIds => _guests.ToDictionary(g => g.Key, g => g.Value.Process.Id);

    /// <summary>How the guests ended; only those that did.</summary>
    public IReadOnlyDictionary<string, GuestExit> Exits =>
        _guests.Where(g => g.Value.Process.Exit.IsCompletedSuccessfully).ToDictionary(g => g.Key, g => g.Value.Process.Exit.Result);

    /// <summary>Plugs a machine in and starts it.</summary>
    /// <param name="node">Its name: port, interface of the capture, source of events.</param>
    /// <param name="command">Makes the command from the machine's port.</param>
    /// <param name="lifetime">Bound of its life.</param>
    /// <param name="uartPath">Log of the serial line.</param>
    /// <param name="hostPath">Log of what QEMU itself says.</param>
    public void Launch(string node, Func<UnixPort, GuestCommand> command, TimeSpan lifetime, string uartPath, string hostPath)
    {
        UnixPort port = Cable.AttachMachine(node, _sockets);
        var uart = new UartLog(uartPath);
        var host = new UartLog(hostPath);
        long started = _clock.GetTimestamp();
        _launchTimes.Add(node, _clock.GetElapsedTime(_created, started));
        GuestProcess process = GuestProcess.Start(
            command(port),
            lifetime,
            line =>
            {
                TimeSpan since = _clock.GetElapsedTime(started);
                uart.Append(line);
                _events.Writer.TryWrite(new GuestEvent.Line(node, uart.Lines, line, since));
            },
            host.Append);
        _guests.Add(node, new RunningGuest(process, uart, host, ReportExitAsync(node, process, started)));
    }

    /// <summary>Ends one guest at once, by its own id.</summary>
    public void Kill(string node) => _guests[node].Process.Kill();

    public async ValueTask DisposeAsync()
    {
        foreach (RunningGuest guest in _guests.Values)
            guest.Process.Kill();
        foreach (RunningGuest guest in _guests.Values)
        {
            await guest.Process.DisposeAsync();
            await guest.Reported;
            guest.Uart.Dispose();
            guest.Host.Dispose();
        }

        await Cable.DisposeAsync();
        _capture.Dispose();
        _sockets.Dispose();
    }

    private async Task ReportExitAsync(string node, GuestProcess process, long started)
    {
        GuestExit exit = await process.Exit;
        _events.Writer.TryWrite(new GuestEvent.Ended(node, exit, _clock.GetElapsedTime(started)));
    }

    private sealed record RunningGuest(GuestProcess Process, UartLog Uart, UartLog Host, Task Reported);
}
