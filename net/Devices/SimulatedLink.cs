using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>
/// A learning switch on a loop's clock: every port is a device. On the way to each port, frames wait for a line, travel, and suffer
/// what the options say, by a seed. What was sent is recorded with its time. Nothing is allocated per frame once the queues are as long as they get.
/// </summary>
public sealed class SimulatedLink
{
    private const int LearnedCapacity = 1024; // Senders with invented addresses fill no memory; beyond it frames are flooded.

    private readonly TaskLoop _loop;
    private readonly List<SimulatedPort> _ports = [];
    private readonly Dictionary<MacAddress, SimulatedPort> _learned = [];
    private readonly List<RecordedFrame> _frames = [];
    private readonly Stack<byte[]> _spare = new();
    private readonly SeededRandom _seeds;
    private int _attached;
    private long _droppedByDetached;

    /// <param name="loop">Gives the time.</param>
    /// <param name="options">Of every direction that has none of its own.</param>
    public SimulatedLink(TaskLoop loop, LinkOptions options)
    {
        _loop = loop;
        Options = options;
        _seeds = new SeededRandom(options.Seed);
    }

    /// <summary>May be exchanged while the simulation runs, for instance to cut the link.</summary>
    public LinkOptions Options { get; set; }

    /// <summary>Whether frames are kept in <see cref="Frames"/>; switch off for long runs.</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>Sent frames in the order of sending.</summary>
    public IReadOnlyList<RecordedFrame> Frames => _frames;

    /// <summary>Frames that faults, full queues or empty buffer pools took.</summary>
    public long Dropped => _ports.Sum(port => port.Counters.Dropped) + _droppedByDetached;

    /// <summary>When the next frame arrives anywhere; for simulations that step the clock themselves.</summary>
    public Instant NextArrival
    {
        get
        {
            var next = Instant.Never;
            foreach (var port in _ports)
                next = Instant.Min(next, port.NextArrival);
            return next;
        }
    }

    /// <summary>Plugs a device in. The ports count from zero in this order.</summary>
    /// <param name="address">Hardware address of the device.</param>
    /// <param name="memory">Where its packet buffers come from.</param>
    /// <exception cref="OutOfMemoryException">The pool cannot give the buffers.</exception>
    public INetDevice Attach(MacAddress address, IMemoryPool memory)
    {
        if (!memory.TryAllocate(Options.BuffersPerPort * SimulatedPort.BufferSize, out var buffers))
            throw new OutOfMemoryException("No memory for the packet buffers of a simulated port.");
        var port = new SimulatedPort(this, _loop, _attached++, address, new PacketPool(buffers, SimulatedPort.BufferSize), _seeds.Next());
        _ports.Add(port);
        return port;
    }

    /// <summary>Gives the way towards one device options of its own; null: the link's again.</summary>
    /// <exception cref="ArgumentException">The device is not of this link.</exception>
    public void SetOptionsTowards(INetDevice device, LinkOptions? options) => PortOf(device).Options = options;

    /// <summary>What was done with the frames towards one device; they go on counting after it was unplugged.</summary>
    /// <exception cref="ArgumentException">The device is not of this link.</exception>
    public LinkCounters CountersTowards(INetDevice device) => PortOf(device).Counters;

    internal void Send(SimulatedPort from, ReadOnlySpan<byte> frame)
    {
        if (IsRecording)
            _frames.Add(new RecordedFrame(_loop.Now, from.Index, frame.ToArray()));
        if (frame.Length < 2 * MacAddress.Length)
            return;
        var destination = MacAddress.From(frame);
        var source = MacAddress.From(frame[MacAddress.Length..]);
        if (!source.IsMulticast && (_learned.Count < LearnedCapacity || _learned.ContainsKey(source)))
            _learned[source] = from;
        if (!destination.IsMulticast && _learned.TryGetValue(destination, out var known))
        {
            if (known != from)
                known.Approach(frame);
            return;
        }

        foreach (var port in _ports)
        {
            if (port != from)
                port.Approach(frame);
        }
    }

    internal void Detach(SimulatedPort port)
    {
        _ports.Remove(port);
        _droppedByDetached += port.Counters.Dropped;
        if (_learned.GetValueOrDefault(port.Address) == port)
            _learned.Remove(port.Address);
    }

    internal byte[] TakeSpare() => _spare.TryPop(out var spare) ? spare : new byte[SimulatedPort.BufferSize];

    internal void Recycle(byte[] bytes) => _spare.Push(bytes);

    private static ArgumentException Foreign(INetDevice device) =>
        new($"The device {device.Address} is none of this link's ports; give what Attach returned, not a device that wraps it.", nameof(device));

    private SimulatedPort PortOf(INetDevice device) => device is SimulatedPort port && port.IsOf(this) ? port : throw Foreign(device);
}
