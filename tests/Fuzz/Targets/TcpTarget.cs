using System.Buffers.Binary;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Fuzz.Targets;

/// <summary>The TCP input path: the bytes are a script of segments and of what the user does, against a listening layer with one established connection, under virtual time.</summary>
/// <remarks>
/// <code>
/// step: kind u8 | ...
///   kind % 8 = 0..4: flags u8 | sequence i16 | acknowledgment i16 | window u16 | length u8 | options length u8 (0..40) | options
///              5: milliseconds u16 pass    6: the user reads and writes    7: the user closes, ends or opens by the next byte
/// </code>
/// Numbers are relative to what the layer itself sent last, so that most segments are near what it expects. Little-endian.
/// </remarks>
internal sealed class TcpTarget : IFuzzTarget
{
    private const ushort Port = 80, PeerPort = 4000;
    private const int MaximumSteps = 200, MaximumConnections = 6;
    private const uint PeerIss = 0xffff_ff00;

    private static readonly Ipv4Address Own = new(10, 0, 0, 1), Peer = new(10, 0, 0, 2);

    public string Name => "tcp-input";

    public void Run(ReadOnlySpan<byte> input)
    {
        var world = new World();
        for (int step = 0; step < MaximumSteps && !input.IsEmpty; step++)
        {
            int kind = input[0] % 8;
            input = kind switch
            {
                5 => world.Wait(input[1..]),
                6 => world.Use(input[1..]),
                7 => world.End(input[1..]),
                _ => world.Segment(input[1..], kind),
            };
            world.Check();
        }

        world.Finish();
    }

    private sealed class World : ITcpNetwork
    {
        private readonly HostMemoryPool _memory = new();
        private readonly TcpLayer _layer;
        private readonly TcpListener _listener;
        private readonly List<TcpConnection> _connections = [];
        private readonly byte[] _text = new byte[700];
        private Instant _now = Instant.Zero + TimeSpan.FromSeconds(5);
        private uint _next; // What the layer sent last, one past it.
        private ushort _ownPort = Port;

        public World()
        {
            _memory.TryAllocate(64 * 2048, out var memory);
            Buffers = new PacketPool(memory!);
            _layer = new TcpLayer(this, new TestEntropy(3), new TcpSettings { ReceiveBuffer = 4096, SendBuffer = 4096, MaximumConnections = MaximumConnections, MaximumBacklog = 3, RetransmissionLimit = TimeSpan.FromSeconds(20) });
            FuzzFailureException.Unless(_layer.Listen(default, Port, 3, out var listener) == TcpOpenStatus.Ok, "The listener does not open.");
            _listener = listener!;
            Deliver(TcpFlags.Syn, 0, 0, 4096, 0, []);
            Deliver(TcpFlags.Ack, 1, 0, 4096, 0, []);
            Accept();
            FuzzFailureException.Unless(_connections.Count == 1, "The good handshake does not open a connection.");
        }

        public PacketPool Buffers { get; }

        public int Headroom => 34;

        public int MtuTowards(Ipv4Address destination) => 1500;

        public bool TryGetSource(Ipv4Address destination, out Ipv4Address source)
        {
            source = Own;
            return true;
        }

        public bool IsOwn(Ipv4Address address) => address == Own;

        public TransmitStatus Send(PacketBuffer segment, Ipv4Address source, Ipv4Address destination)
        {
            FuzzFailureException.Unless(TcpView.TryParse(segment.Span, out var view) == WireError.None && TcpRepr.TryFrom(view, out var header) == WireError.None && view.IsChecksumValid(source, destination),
                "The layer sent a segment that nobody can read.");
            _ = TcpRepr.TryFrom(view, out header);
            _ownPort = header.SourcePort;
            _next = header.SequenceNumber + (uint)view.Payload.Length + ((header.Flags & (TcpFlags.Syn | TcpFlags.Fin)) != 0 ? 1u : 0);
            return TransmitStatus.Queued;
        }

        public ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> bytes, int kind)
        {
            const int Fixed = 9;
            if (bytes.Length < Fixed)
                return [];
            int options = Math.Min(Math.Min(bytes[8] % 41, bytes.Length - Fixed), 40) & ~3;
            int length = bytes[7] * (kind == 4 ? 5 : 1);
            Deliver((TcpFlags)bytes[0], BinaryPrimitives.ReadInt16LittleEndian(bytes[1..]), BinaryPrimitives.ReadInt16LittleEndian(bytes[3..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]), length, bytes.Slice(Fixed, options));
            return bytes[(Fixed + options)..];
        }

        public ReadOnlySpan<byte> Wait(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length < 2)
                return [];
            Advance(TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt16LittleEndian(bytes)));
            return bytes[2..];
        }

        public ReadOnlySpan<byte> Use(ReadOnlySpan<byte> bytes)
        {
            Accept();
            foreach (var connection in _connections)
            {
                connection.Read(_text, _now, out _);
                connection.Write(_text, _now, out _);
            }

            return bytes;
        }

        public ReadOnlySpan<byte> End(ReadOnlySpan<byte> bytes)
        {
            if (bytes.IsEmpty)
                return [];
            var connection = _connections[bytes[0] / 4 % _connections.Count];
            switch (bytes[0] % 4)
            {
                case 0:
                    connection.Close(_now);
                    break;
                case 1:
                    connection.Release(_now);
                    break;
                case 2:
                    connection.Abort();
                    break;
                default:
                    if (_connections.Count < 20 && _layer.Connect(Peer, PeerPort, _now, out var opened) == TcpOpenStatus.Ok)
                        _connections.Add(opened!);
                    break;
            }

            return bytes[1..];
        }

        public void Check()
        {
            FuzzFailureException.Unless(_layer.ConnectionCount <= MaximumConnections, "The table of connections is over its bound.");
            foreach (var connection in _connections)
                FuzzFailureException.Unless(connection.State == TcpStateName.Closed || connection.State == TcpStateName.SynSent || connection.CongestionWindow > 0, "A congestion window closed for good.");
        }

        /// <summary>Everybody lets go: whatever came before, every buffer comes back.</summary>
        public void Finish()
        {
            Accept();
            foreach (var connection in _connections)
                connection.Release(_now);
            _listener.Close();
            Advance(TimeSpan.FromHours(1));
            FuzzFailureException.Unless(_layer.ConnectionCount == 0, $"{_layer.ConnectionCount} connections are left an hour after everybody let go.");
            FuzzFailureException.Unless(Buffers.Available == Buffers.Capacity, $"{Buffers.Capacity - Buffers.Available} packet buffers are lost.");
        }

        private void Accept()
        {
            while (_listener.TryAccept(out var accepted))
                _connections.Add(accepted);
        }

        private void Deliver(TcpFlags flags, int sequence, int acknowledgment, ushort window, int length, ReadOnlySpan<byte> options)
        {
            var bytes = new byte[TcpView.MinimumHeaderLength + options.Length + length];
            new TcpRepr(PeerPort, _ownPort, unchecked(PeerIss + (uint)sequence), unchecked(_next + (uint)acknowledgment), flags, window, default, length).Emit(bytes);
            bytes[12] = (byte)((TcpView.MinimumHeaderLength + options.Length) / 4 << 4);
            options.CopyTo(bytes.AsSpan(TcpView.MinimumHeaderLength));
            _layer.OnSegment(bytes, Peer, Own, checksumVerified: true, _now);
        }

        private void Advance(TimeSpan duration)
        {
            var end = _now + duration;
            for (int work = 0; _layer.NextDeadline <= end; work++)
            {
                FuzzFailureException.Unless(work < 100_000, "Timers fire in a circle.");
                _now = Instant.Max(_now, _layer.NextDeadline);
                _layer.Poll(_now);
            }

            _now = end;
            _layer.Poll(_now);
        }
    }
}
