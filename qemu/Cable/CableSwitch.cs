using System.Collections.Immutable;
using System.Threading.Channels;
using DSoftBus.Qemu.Capture;

namespace DSoftBus.Qemu.Cable;

/// <summary>A learning Ethernet switch in one process: machines over unix datagram sockets, host nodes in process.</summary>
/// <remarks>
/// One queue, one dispatcher: frames are judged by the fault hook, recorded and forwarded in one total order, the order of
/// the capture. Broadcast, multicast and unknown destinations are flooded; a frame never returns to the port it came from.
/// The capture holds each frame once, on the interface of the port where it entered, as the receivers could see it.
/// </remarks>
public sealed class CableSwitch : IAsyncDisposable
{
    private const int QueueDepth = 4096;
    private const int HeaderLength = 14; // destination, source, EtherType (IEEE 802.3)

    private readonly Channel<(CablePort Port, byte[] Frame)> _queue =
        Channel.CreateBounded<(CablePort, byte[])>(new BoundedChannelOptions(QueueDepth) { SingleReader = true });

    private readonly Lock _gate = new();
    private readonly AddressTable _addresses = new();
    private readonly CaptureFile? _capture;
    private readonly ICableFault? _fault;
    private readonly TimeProvider _clock;
    private readonly Task _dispatching;
    private ImmutableArray<CablePort> _ports = [];
    private long _runts;
    private long _faultDrops;
    private long _faultReplacements;

    /// <param name="capture">Records everything; the caller disposes it after the switch. Null records nothing.</param>
    /// <param name="fault">The fault hook, or null.</param>
    /// <param name="clock">Time stamps of the capture; null is the system's.</param>
    public CableSwitch(CaptureFile? capture = null, ICableFault? fault = null, TimeProvider? clock = null)
    {
        _capture = capture;
        _fault = fault;
        _clock = clock ?? TimeProvider.System;
        _dispatching = Task.Run(DispatchAsync);
    }

    /// <summary>Frames shorter than an Ethernet header; not forwarded.</summary>
    public long Runts => Interlocked.Read(ref _runts);

    /// <summary>Frames that the fault hook let vanish.</summary>
    public long FaultDrops => Interlocked.Read(ref _faultDrops);

    /// <summary>Frames that the fault hook replaced.</summary>
    public long FaultReplacements => Interlocked.Read(ref _faultReplacements);

    /// <summary>The ports plugged in now.</summary>
    public IReadOnlyList<CablePort> Ports => _ports;

    /// <summary>Plugs in a node of this process.</summary>
    /// <param name="name">Unique name, used in the capture.</param>
    /// <param name="onFrame">Called by the dispatcher for every frame towards the node; must return soon. It may call <see cref="VirtualPort.Send"/>. The bytes stay valid and must not be changed.</param>
    public VirtualPort AttachVirtual(string name, Action<VirtualPort, ReadOnlyMemory<byte>> onFrame) =>
        Attach(name, id => new VirtualPort(this, name, id, onFrame));

    /// <summary>Plugs in a machine by two socket paths in <paramref name="folder"/>, named after the port.</summary>
    public UnixPort AttachMachine(string name, SocketFolder folder) =>
        AttachMachine(name, folder.PathOf($"{name}.sw"), folder.PathOf($"{name}.vm"));

    /// <summary>Plugs in a machine by explicit socket paths (at most 107 bytes each).</summary>
    public UnixPort AttachMachine(string name, string switchPath, string machinePath) =>
        Attach(name, id => new UnixPort(this, name, id, switchPath, machinePath));

    /// <summary>Plugs this switch into another cable, as a machine would be: <paramref name="localPath"/> is the machine's end, and ours.</summary>
    /// <param name="name">Name of the port.</param>
    /// <param name="localPath">Socket that this switch binds (QEMU's <c>local.path</c>); removed at the end.</param>
    /// <param name="remotePath">Socket of the other cable (<c>remote.path</c>); left alone.</param>
    public UnixPort AttachUplink(string name, string localPath, string remotePath) =>
        Attach(name, id => new UnixPort(this, name, id, localPath, remotePath, ownsMachinePath: false));

    public async ValueTask DisposeAsync()
    {
        foreach (CablePort port in _ports)
            await port.DisposeAsync();
        _queue.Writer.TryComplete();
        await _dispatching;
        _capture?.Flush();
    }

    internal void Detach(CablePort port)
    {
        lock (_gate)
        {
            _ports = _ports.Remove(port);
            _addresses.Forget(port);
        }
    }

    internal bool TryEnter(CablePort port, byte[] frame) => _queue.Writer.TryWrite((port, frame));

    internal ValueTask EnterAsync(CablePort port, byte[] frame, CancellationToken cancel) =>
        _queue.Writer.WriteAsync((port, frame), cancel);

    private T Attach<T>(string name, Func<int, T> create)
        where T : CablePort
    {
        lock (_gate)
        {
            if (_ports.Any(p => p.Name == name))
                throw new ArgumentException($"The cable already has a port named '{name}'.", nameof(name));
            T port = create(_capture?.InterfaceOf(name) ?? 0);
            _ports = _ports.Add(port);
            return port;
        }
    }

    private async Task DispatchAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out (CablePort Port, byte[] Frame) entry))
                Forward(entry.Port, entry.Frame);
            _capture?.Flush();
        }
    }

    private void Forward(CablePort from, byte[] frame)
    {
        from.CountIn();
        if (frame.Length < HeaderLength)
        {
            Interlocked.Increment(ref _runts);
            return;
        }

        FaultDecision decision = _fault?.Inspect(from.Name, frame) ?? FaultDecision.Forward;
        if (decision.IsDrop)
        {
            Interlocked.Increment(ref _faultDrops);
            return;
        }

        if (decision.Replacement is { Length: >= HeaderLength } replacement)
        {
            Interlocked.Increment(ref _faultReplacements);
            frame = replacement;
        }

        _capture?.Write(from.CaptureInterface, _clock.GetUtcNow(), frame);
        ImmutableArray<CablePort> ports;
        CablePort? only;
        lock (_gate)
        {
            ports = _ports;
            if (!ports.Contains(from))
                return; // unplugged while the frame waited
            _addresses.Learn(frame.AsSpan(6, 6), from);
            only = _addresses.Find(frame.AsSpan(0, 6));
        }

        foreach (CablePort port in ports)
        {
            if (port != from && (only is null || port == only))
            {
                port.CountOut();
                port.Deliver(frame);
            }
        }
    }
}
