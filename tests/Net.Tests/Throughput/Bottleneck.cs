using DSoftBus.Net.Devices;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.Congestion;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Throughput;

/// <summary>Whole stacks on one simulated link under virtual time: several senders, one receiver behind the bottleneck.</summary>
internal sealed class Bottleneck
{
    private const ushort Port = 5001;

    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(37); // Flows do not start in step.

    private readonly VirtualPlatform _platform = new();
    private readonly HostMemoryPool _memory = new();
    private readonly SimulatedLink _link;
    private readonly Path _path;
    private readonly List<(NetStack Stack, TcpTransport Transport)> _senders = [];
    private readonly NetStack _receiver;
    private readonly TcpTransport _receiverTransport;
    private readonly TcpListener _listener;
    private readonly INetDevice _receiverDevice;
    private readonly List<Flow> _flows = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <param name="path">The way between them.</param>
    /// <param name="algorithms">One sending stack each.</param>
    /// <param name="flowsPerSender">Connections of each.</param>
    /// <param name="change">Of the settings; null: none.</param>
    public Bottleneck(Path path, CongestionAlgorithm[] algorithms, int flowsPerSender, Func<TcpSettings, TcpSettings>? change = null)
    {
        _path = path;
        var loop = new TaskLoop(_platform);
        // The windows are never what limits; only where nothing may be dropped they bound the queue, at one or two products.
        bool endless = path.BufferQuarters == Path.Endless;
        long held = endless ? 2 * path.Product : path.Product + path.QueueBytes;
        int capacity = (int)(held / 1448 * 16) + (256 * flowsPerSender);
        _link = new SimulatedLink(loop, path.Backward with { BuffersPerPort = capacity, Seed = 7 }) { IsRecording = false };

        int window = 64 * 1024;
        while (window < (endless ? held / flowsPerSender : 3 * held))
            window *= 2;
        var settings = new TcpSettings
        {
            ReceiveBuffer = window,
            SendBuffer = window,
            SendSegments = (window / 1448) + 64,
            SendBuffersOfAll = capacity,
            MaximumReceiveGaps = window / 1448 / 2,
        };
        settings = change?.Invoke(settings) ?? settings;
        (_receiver, _receiverTransport, _receiverDevice) = Add(1, settings);
        _link.SetOptionsTowards(_receiverDevice, path.Forward);
        Assert.Equal(TcpOpenStatus.Ok, _receiverTransport.Layer.Listen(default, Port, 64, out var listener));
        _listener = listener!;
        for (int i = 0; i < algorithms.Length; i++)
        {
            var (stack, transport, _) = Add((byte)(10 + i), settings with { Congestion = algorithms[i] });
            _senders.Add((stack, transport));
        }

        for (int flow = 0; flow < flowsPerSender; flow++)
        {
            foreach (var (_, transport) in _senders)
            {
                Assert.Equal(TcpOpenStatus.Ok, transport.Layer.Connect(Address(1), Port, _platform.Now, out var connection));
                _flows.Add(new Flow(connection!));

                // One after the other, so that they are not in step; and the neighbour cache holds back only one packet.
                RunUntil(_platform.Now + TimeSpan.FromMilliseconds(path.RoundTrip) + Stagger);
            }
        }
    }

    public LinkCounters Data => _link.CountersTowards(_receiverDevice);

    /// <summary>Runs to the end and measures all but the first fifth.</summary>
    public RunResult Run()
    {
        var start = _platform.Now;
        RunUntil(start + (TimeSpan.FromSeconds(_path.Seconds) / 5));
        foreach (var flow in _flows)
            flow.Mark();
        RunUntil(start + TimeSpan.FromSeconds(_path.Seconds));
        foreach (var (stack, transport) in _senders)
        {
            Assert.Equal(0, transport.Layer.Counters[TcpCounter.NoBuffer]);
            Assert.Equal(0, transport.Layer.Counters[TcpCounter.ConnectionsFailed]);
            Assert.Equal(0, transport.Layer.Counters[TcpCounter.BadChecksum]);
        }

        Assert.Equal(0, _receiverTransport.Layer.Counters[TcpCounter.ConnectionsFailed]);
        Assert.Equal(0, Data.NoBuffer);
        return new RunResult(
            [.. _flows.Select(flow => flow.Read - flow.ReadAtMark)],
            TimeSpan.FromSeconds(_path.Seconds) * 4 / 5,
            Sum(TcpCounter.SegmentsSent),
            Sum(TcpCounter.SegmentsRetransmitted),
            Sum(TcpCounter.RetransmissionTimeouts),
            Data.Dropped);
    }

    private static Ipv4Address Address(byte last) => new(10, 42, 0, last);

    private long Sum(TcpCounter counter) => _senders.Sum(sender => sender.Transport.Layer.Counters[counter]);

    private (NetStack Stack, TcpTransport Transport, INetDevice Device) Add(byte last, TcpSettings settings)
    {
        var device = _link.Attach(MacAddress.From([0x52, 0x54, 0, 0, 0, last]), _memory);
        var stack = new NetStack(device, new TestEntropy(last), new NetStackOptions());
        var transport = new TcpTransport(stack, device.Buffers, _platform, settings);
        stack.ConfigureStatic(new Ipv4Network(Address(last), 24), null, _platform.Now);
        return (stack, transport, device);
    }

    private void RunUntil(Instant end)
    {
        while (true)
        {
            var now = _platform.Now;
            foreach (var (stack, transport) in _senders)
            {
                stack.Poll(now);
                transport.Poll(now);
            }

            _receiver.Poll(now);
            while (_listener.TryAccept(out var accepted))
                _flows.Single(flow => flow.IsOf(accepted)).Accept(accepted);
            foreach (var flow in _flows)
            {
                flow.Take(_buffer, now);
                flow.Write(now);
            }

            var next = Instant.Min(_link.NextArrival, _receiver.NextDeadline);
            foreach (var (stack, _) in _senders)
                next = Instant.Min(next, stack.NextDeadline);
            if (next <= now)
                continue;
            if (now >= end)
                return;
            _platform.WaitUntil(Instant.Min(next, end));
        }
    }
}
