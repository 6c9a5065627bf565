using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>
/// A learning switch on a loop's clock: every port is a device; frames arrive after a delay, or not, or twice, or late, or with a
/// flipped bit, by a seed. What was sent is recorded with its time.
/// </summary>
public sealed class SimulatedLink(TaskLoop loop, LinkOptions options)
{
    private readonly List<SimulatedPort> _ports = [];
    private readonly Dictionary<MacAddress, SimulatedPort> _learned = [];
    private readonly List<RecordedFrame> _frames = [];
    private readonly Stack<byte[]> _spare = new();
    private int _attached;
    private readonly SeededRandom _random = new(options.Seed);

    /// <summary>May be exchanged while the simulation runs, for instance to cut the link.</summary>
    public LinkOptions Options { get; set; } = options;

    /// <summary>Whether frames are kept in <see cref="Frames"/>; switch off for long runs.</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>Sent frames in the order of sending.</summary>
    public IReadOnlyList<RecordedFrame> Frames => _frames;

    /// <summary>Frames that faults, full queues or empty buffer pools took.</summary>
    public long Dropped { get; private set; }

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
        var port = new SimulatedPort(this, loop, _attached++, address, new PacketPool(buffers, SimulatedPort.BufferSize));
        _ports.Add(port);
        return port;
    }

    internal void Send(SimulatedPort from, ReadOnlySpan<byte> frame)
    {
        if (IsRecording)
            _frames.Add(new RecordedFrame(loop.Now, from.Index, frame.ToArray()));
        if (frame.Length < 2 * MacAddress.Length)
            return;
        var destination = MacAddress.From(frame);
        var source = MacAddress.From(frame[MacAddress.Length..]);
        if (!source.IsMulticast)
            _learned[source] = from;
        if (!destination.IsMulticast && _learned.TryGetValue(destination, out var known))
        {
            if (known != from)
                Forward(known, frame);
            return;
        }

        foreach (var port in _ports)
        {
            if (port != from)
                Forward(port, frame);
        }
    }

    internal void Detach(SimulatedPort port)
    {
        _ports.Remove(port);
        if (_learned.GetValueOrDefault(port.Address) == port)
            _learned.Remove(port.Address);
    }

    internal void CountDrop() => Dropped++;

    internal void Recycle(byte[] bytes) => _spare.Push(bytes);

    private void Forward(SimulatedPort to, ReadOnlySpan<byte> frame)
    {
        if (_random.Chance(Options.Loss))
        {
            Dropped++;
            return;
        }

        int copies = _random.Chance(Options.Duplicate) ? 2 : 1;
        for (; copies > 0; copies--)
        {
            if (to.InFlight >= Options.QueueLimit)
            {
                Dropped++;
                continue;
            }

            byte[] bytes = _spare.TryPop(out var spare) ? spare : new byte[SimulatedPort.BufferSize];
            frame.CopyTo(bytes);
            if (_random.Chance(Options.Corrupt))
            {
                int bit = _random.Below(frame.Length * 8);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            var arrival = to.Transmission(frame.Length, Options.BitsPerSecond) + Options.Delay;
            if (_random.Chance(Options.Reorder))
                arrival += Options.ReorderDelay;
            to.Accept(bytes, frame.Length, arrival);
        }
    }
}
