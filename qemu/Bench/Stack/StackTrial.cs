using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;

namespace DSoftBus.Qemu.Bench.Stack;

/// <summary>Two of our stacks on a link in memory: what the stack itself costs, without a kernel below it.</summary>
internal sealed class StackTrial : IDisposable
{
    private const int SegmentText = 1448; // 1500 less both headers and timestamps.
    private const int BurstSegments = 44;
    private const int Requests = 100;
    private const ushort Port = 7;

    // The stacks' clock: bursts are far enough apart that no window limits them, and near enough that no timer runs out.
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(100);

    private readonly VirtualPlatform _platform = new();
    private readonly TimeProvider _clock;
    private readonly MemoryLink _left, _right;
    private readonly (NetStack Stack, TcpTransport Tcp) _client, _server;
    private readonly TcpConnection _dialled, _accepted;
    private readonly byte[] _text = new byte[BurstSegments * SegmentText];
    private readonly byte[] _answer = new byte[64];

    public StackTrial(bool offloads, TimeProvider clock)
    {
        _clock = clock;
        (_left, _right) = MemoryLink.Pair(offloads);
        _client = Make(_left, 1);
        _server = Make(_right, 2);
        _server.Tcp.Layer.Listen(Ipv4Address.Any, Port, 1, out TcpListener? listener);
        _client.Tcp.Layer.Connect(Address(2), Port, _platform.Now, out TcpConnection? dialled);
        TcpConnection? accepted = null;
        for (int turn = 0; turn < 10 && !listener!.TryAccept(out accepted); turn++)
        {
            Poll(_server);
            Poll(_client);
        }

        _dialled = dialled!;
        _accepted = accepted ?? throw new InvalidOperationException("The two stacks did not connect.");
    }

    /// <summary>Times over at least <paramref name="sampleTime"/> of bursts, and as much of requests.</summary>
    public StackTimes Run(TimeSpan sampleTime, CancellationToken cancel)
    {
        TimeSpan send = default, receive = default, request = default;
        long segments = 0, requests = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            send += Time(Write);
            receive += Time(Read);
            send += Time(() => Poll(_client));
            segments += BurstSegments;
            _platform.WaitUntil(_platform.Now + Step);
        }
        while (send + receive < sampleTime);
        while (request < sampleTime)
        {
            cancel.ThrowIfCancellationRequested();
            request += Time(Ask);
            requests += Requests;
        }

        static double Each(TimeSpan time, long count) => time.TotalNanoseconds / count;
        return new StackTimes(Each(send, segments), Each(receive, segments), Each(request, requests));
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    private static Ipv4Address Address(byte last) => new(10, 0, 0, last);

    private (NetStack Stack, TcpTransport Tcp) Make(MemoryLink device, byte last)
    {
        var stack = new NetStack(device, new TestEntropy(last), new NetStackOptions());
        var settings = new TcpSettings { ReceiveBuffer = 1 << 20, SendBuffer = 1 << 20, SendBuffersOfAll = device.Buffers.Capacity / 2 };
        var tcp = new TcpTransport(stack, device.Buffers, _platform, settings);
        stack.ConfigureStatic(new Ipv4Network(Address(last), 24), null, _platform.Now);
        return (stack, tcp);
    }

    private TimeSpan Time(Action work)
    {
        long started = _clock.GetTimestamp();
        work();
        return _clock.GetElapsedTime(started);
    }

    private void Poll((NetStack Stack, TcpTransport Tcp) end)
    {
        end.Stack.Poll(_platform.Now);
        end.Tcp.Poll(_platform.Now);
    }

    private void Write()
    {
        // While the window of a young connection is small, acknowledgments let the rest out.
        for (int done = 0; done < _text.Length;)
        {
            _dialled.Write(_text.AsSpan(done), _platform.Now, out int count);
            done += count;
            if (count == 0)
                Settle();
        }

        if (_dialled.CongestionWindow < 4 * _text.Length)
            Settle();
    }

    private void Settle()
    {
        Read();
        Poll(_client);
    }

    private void Read()
    {
        Poll(_server);
        while (_accepted.Peek(out ReadOnlySpan<byte> text) == TcpReadStatus.Ok)
            _accepted.Advance(text.Length, _platform.Now);
    }

    private void Ask()
    {
        for (int i = 0; i < Requests; i++)
        {
            _dialled.Write(_text.AsSpan(0, _answer.Length), _platform.Now, out _);
            Poll(_server);
            _accepted.Read(_answer, _platform.Now, out int asked);
            _accepted.Write(_answer.AsSpan(0, asked), _platform.Now, out _);
            Poll(_client);
            if (_dialled.Read(_answer, _platform.Now, out int answered) != TcpReadStatus.Ok || answered != _answer.Length)
                throw new InvalidOperationException("A request got no answer.");
            _platform.WaitUntil(_platform.Now + Step);
        }
    }
}
