using CsCheck;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Two of our layers against each other over a bad wire: what was written is what is read, and both ends close.</summary>
public sealed class TcpSimulationTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.01, 0, 0)]
    [InlineData(0.05, 0.05, 0.05)]
    [InlineData(0, 0.3, 0)]
    [InlineData(0, 0, 0.3)]
    public void A_megabyte_each_way_arrives_whole_and_both_ends_close(double loss, double reorder, double duplicate)
    {
        var pair = new SimulatedPair(seed: 7, loss, reorder, duplicate);
        var transfer = new Transfer(pair, 1024 * 1024);
        Assert.True(pair.Run(() => transfer.IsDone, transfer.Step, seconds: 3600), $"stuck at {pair.Now}: {transfer}");
        Assert.True(transfer.HasArrived);
        for (int node = 0; node < 2; node++)
        {
            Assert.Equal(pair.Ends[node].Buffers.Capacity, pair.Ends[node].Buffers.Available);
            if (loss + reorder + duplicate == 0)
                Assert.Equal(0, pair.Layers[node].Counters[TcpCounter.SegmentsRetransmitted]);
        }
    }

    // At a fifth of all segments lost, giving up after R2 is right now and then; what is asked here is that nothing gets lost.
    private static readonly TcpSettings Patient = new()
    {
        ReceiveBuffer = 8192,
        SendBuffer = 10_000,
        RetransmissionLimit = TimeSpan.FromHours(2),
        SynLimit = TimeSpan.FromHours(2),
    };

    [Fact]
    public void Random_wires_deliver_random_lengths() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Double[0, 0.2], Gen.Double[0, 0.5], Gen.Double[0, 0.3], Gen.Int[0, 100_000])
            .Sample(
                (seed, loss, reorder, duplicate, length) =>
                {
                    var pair = new SimulatedPair(seed, loss, reorder, duplicate, settings: Patient);
                    var transfer = new Transfer(pair, length);
                    return pair.Run(() => transfer.IsDone, transfer.Step, seconds: 36_000) && transfer.HasArrived;
                },
                iter: 60, threads: 1);

    [Fact]
    public void A_slow_reader_closes_the_window_and_nothing_is_lost()
    {
        var pair = new SimulatedPair(seed: 3, loss: 0.02, settings: new TcpSettings { ReceiveBuffer = 8192 });
        var transfer = new Transfer(pair, 200_000) { ReadEvery = TimeSpan.FromMilliseconds(700) };
        Assert.True(pair.Run(() => transfer.IsDone, transfer.Step, seconds: 36_000), transfer.ToString());
        Assert.True(transfer.HasArrived);
        Assert.True(pair.Layers[0].Counters[TcpCounter.WindowProbes] > 0);
    }

    [Fact]
    public void The_steady_state_allocates_nothing_per_segment()
    {
        var script = TcpScript.Established(out var connection);
        var text = new byte[1460];
        var segments = new byte[2000][];
        for (int i = 0; i < segments.Length; i++)
            segments[i] = Segment(script, 1 + (i * 1460), 1460);
        script.Network.Mute = true;
        for (int i = 0; i < 200; i++)
            Exchange(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 200; i < segments.Length; i++)
            Exchange(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(TcpStateName.Established, connection.State);
        Assert.Equal(segments.Length, (int)script.Layer.Counters[TcpCounter.SegmentsReceived] - 1);

        void Exchange(int i)
        {
            script.Deliver(segments[i]);
            connection.Read(text, script.Now, out _);
            connection.Write(text.AsSpan(0, 100), script.Now, out _);
        }
    }

    // The peer acknowledges everything we had written by then: 100 octets per exchange.
    private static byte[] Segment(TcpScript script, int sequence, int length)
    {
        int exchanges = (sequence - 1) / 1460;
        var header = new DSoftBus.Net.Wire.TcpRepr(TcpScript.PeerPort, script.OwnPort, unchecked(TcpScript.PeerIss + (uint)sequence),
            (script.Iss + 1 + (exchanges * 100)).Value, DSoftBus.Net.Wire.TcpFlags.Ack, 65535, default, length);
        var bytes = new byte[header.Length];
        header.Emit(bytes);
        DSoftBus.Net.Wire.TcpRepr.FillChecksum(bytes, ScriptedNetwork.Peer, ScriptedNetwork.Own);
        return bytes;
    }

    /// <summary>An application on both ends: writes all, closes, reads to the end.</summary>
    private sealed class Transfer
    {
        private readonly SimulatedPair _pair;
        private readonly byte[][] _texts;
        private readonly TcpConnection?[] _connections = new TcpConnection?[2];
        private readonly int[] _written = new int[2];
        private readonly MemoryStream[] _read = [new(), new()];
        private readonly bool[] _ended = new bool[2];
        private readonly TcpListener _listener;
        private readonly byte[] _buffer = new byte[3000];
        private Instant _nextRead = Instant.Zero;

        public Transfer(SimulatedPair pair, int length)
        {
            _pair = pair;
            _texts = [new byte[length], new byte[length]];
            new Random(11).NextBytes(_texts[0]);
            new Random(12).NextBytes(_texts[1]);
            Assert.Equal(TcpOpenStatus.Ok, pair.Layers[1].Listen(default, 80, 1, out var listener));
            _listener = listener!;
            Assert.Equal(TcpOpenStatus.Ok, pair.Layers[0].Connect(SimulatedPair.AddressOf(1), 80, pair.Now, out _connections[0]));
        }

        public TimeSpan ReadEvery { get; init; }

        public bool IsDone => _ended[0] && _ended[1] && _connections.All(connection => connection!.State is TcpStateName.Closed or TcpStateName.TimeWait);

        /// <summary>Whether each end has read exactly what the other wrote.</summary>
        public bool HasArrived => _read[1].ToArray().AsSpan().SequenceEqual(_texts[0]) && _read[0].ToArray().AsSpan().SequenceEqual(_texts[1]);

        public void Step()
        {
            if (_connections[1] is null && _listener.TryAccept(out var accepted))
                _connections[1] = accepted;
            bool mayRead = _pair.Now >= _nextRead;
            if (mayRead)
                _nextRead = _pair.Now + ReadEvery;
            for (int node = 0; node < 2; node++)
            {
                if (_connections[node] is not { } connection)
                    continue;
                while (_written[node] < _texts[node].Length
                    && connection.Write(_texts[node].AsSpan(_written[node]), _pair.Now, out int count) == TcpWriteStatus.Ok)
                {
                    _written[node] += count;
                }

                if (_written[node] == _texts[node].Length && connection.State is TcpStateName.Established or TcpStateName.CloseWait)
                    connection.Close(_pair.Now);
                while (mayRead && !_ended[node])
                {
                    var status = connection.Read(_buffer, _pair.Now, out int count);
                    _read[node].Write(_buffer, 0, count);
                    _ended[node] = status == TcpReadStatus.EndOfStream;
                    Assert.True(status != TcpReadStatus.Failed, $"node {node} at {_pair.Now}: {connection.Failure}, {this}");
                    if (status != TcpReadStatus.Ok)
                        break;
                }
            }
        }

        public override string ToString() =>
            $"written {_written[0]}/{_written[1]} read {_read[0].Length}/{_read[1].Length} states {_connections[0]?.State}/{_connections[1]?.State}";
    }
}
