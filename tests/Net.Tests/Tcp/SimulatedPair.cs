using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Two layers and the wire between them: delay, loss, duplication and reordering from one seed, under virtual time.</summary>
internal sealed class SimulatedPair
{
    private readonly PriorityQueue<(int To, byte[] Bytes, Ipv4Address Source, Ipv4Address Destination), (long At, long Order)> _wire = new();
    private readonly Random _random;
    private long _order;

    public SimulatedPair(int seed, double loss = 0, double reorder = 0, double duplicate = 0, int delayMilliseconds = 5, TcpSettings? settings = null)
    {
        _random = new Random(seed);
        (Loss, Reorder, Duplicate, Delay) = (loss, reorder, duplicate, TimeSpan.FromMilliseconds(delayMilliseconds));
        Ends = [new End(this, 0), new End(this, 1)];
        Layers = [new TcpLayer(Ends[0], new TestEntropy(1), settings), new TcpLayer(Ends[1], new TestEntropy(2), settings)];
    }

    public double Loss { get; set; }

    public double Reorder { get; }

    public double Duplicate { get; }

    public TimeSpan Delay { get; }

    public Instant Now { get; private set; } = Instant.Zero;

    public End[] Ends { get; }

    public TcpLayer[] Layers { get; }

    public static Ipv4Address AddressOf(int node) => new(10, 0, 0, (byte)(node + 1));

    /// <summary>Runs both layers until <paramref name="done"/> holds; <paramref name="step"/> is the application, called after each event.</summary>
    public bool Run(Func<bool> done, Action step, double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        step();
        while (!done())
        {
            long next = Math.Min(Layers[0].NextDeadline.Nanoseconds, Layers[1].NextDeadline.Nanoseconds);
            if (_wire.TryPeek(out _, out var priority))
                next = Math.Min(next, priority.At);
            if (next > end.Nanoseconds)
                return false;
            Now = Instant.Max(Now, new Instant(next));
            while (_wire.TryPeek(out var packet, out priority) && priority.At <= Now.Nanoseconds)
            {
                _wire.Dequeue();
                Layers[packet.To].OnSegment(packet.Bytes, packet.Source, packet.Destination, checksumVerified: false, Now);
            }

            Layers[0].Poll(Now);
            Layers[1].Poll(Now);
            step();
        }

        return true;
    }

    private void Put(int to, byte[] bytes, Ipv4Address source, Ipv4Address destination)
    {
        if (_random.NextDouble() < Loss)
            return;
        int copies = _random.NextDouble() < Duplicate ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            var at = Now + Delay + (_random.NextDouble() < Reorder ? TimeSpan.FromMilliseconds(_random.Next(1, 12)) : TimeSpan.Zero);
            _wire.Enqueue((to, bytes, source, destination), (at.Nanoseconds, _order++));
        }
    }

    /// <summary>One side of the wire.</summary>
    internal sealed class End : ITcpNetwork
    {
        private readonly SimulatedPair _pair;
        private readonly int _node;

        public End(SimulatedPair pair, int node)
        {
            (_pair, _node) = (pair, node);
            new HostMemoryPool().TryAllocate(1024 * 2048, out var memory);
            Buffers = new PacketPool(memory!);
        }

        public PacketPool Buffers { get; }

        public int Headroom => 34;

        public int MtuTowards(Ipv4Address destination) => 1500;

        public bool TryGetSource(Ipv4Address destination, out Ipv4Address source)
        {
            source = AddressOf(_node);
            return true;
        }

        public bool IsOwn(Ipv4Address address) => address == AddressOf(_node);

        public TransmitStatus Send(PacketBuffer segment, Ipv4Address source, Ipv4Address destination)
        {
            _pair.Put(destination == AddressOf(0) ? 0 : 1, segment.Span.ToArray(), source, destination);
            return TransmitStatus.Queued;
        }
    }
}
