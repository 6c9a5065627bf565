using DSoftBus.Image.Boot;
using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Metal.NetPeer.Conversations;

namespace DSoftBus.Tests.Metal.NetPeer.OwnStack;

/// <summary>The peer on our stack: polls it whenever the device or a deadline says so, then lets the conversations go on that can.</summary>
internal sealed class PeerServer
{
    private const int ScratchLength = 64 * 1024;
    private const int Backlog = 256;

    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(1);

    private readonly TaskLoop _loop;
    private readonly INetDevice _device;
    private readonly SerialConsole _console;
    private readonly NetStack _stack;
    private readonly TcpTransport _tcp;
    private readonly PeerDatagrams _datagrams;
    private readonly Queue<Conversation> _ready = new();
    private readonly List<Conversation> _sleeping = [];
    private readonly List<(TcpListener Listener, Func<TcpConnection, Instant, Conversation> Begin)> _listeners = [];
    private readonly byte[] _scratch = new byte[ScratchLength];

    public PeerServer(TaskLoop loop, INetDevice device, IEntropy entropy, SerialConsole console, bool waitForLease)
    {
        (_loop, _device, _console) = (loop, device, console);
        // Null: the lease is waited for; zero: the address of the hardware address, at once.
        var dhcp = new DhcpOptions { FallbackAfter = waitForLease ? null : TimeSpan.Zero };
        _stack = new NetStack(device, entropy, new NetStackOptions { Dhcp = dhcp });
        _tcp = new TcpTransport(_stack, device.Buffers, loop.Clock, PeerSettings.Tcp);
        _datagrams = new PeerDatagrams(_stack, _tcp, device);
    }

    public async ValueTask RunAsync()
    {
        _stack.StartDhcp(_loop.Now);
        while (!_stack.Interface.HasAddress)
        {
            Poll();
            await WaitAsync();
        }

        ListenOn(PeerPorts.Sink, static (connection, _) => new SinkConversation(connection));
        ListenOn(PeerPorts.Source, static (connection, _) => new SourceConversation(connection));
        ListenOn(PeerPorts.Echo, static (connection, _) => new EchoConversation(connection));
        ListenOn(PeerPorts.Hold, static (connection, _) => new HoldConversation(connection));
        ListenOn(PeerPorts.Digest, static (connection, _) => new DigestConversation(connection, Instant.Zero));
        ListenOn(PeerPorts.Pattern, (connection, _) => new PatternConversation(connection, _console));
        ListenOn(PeerPorts.Reset, static (connection, _) => new ResetConversation(connection));
        ListenOn(PeerPorts.Late, static (connection, now) => new DigestConversation(connection, now + LateBy));
        _datagrams.Bind();
        _console.WriteLine($"netpeer: up {_stack.Interface.Address}");
        while (true)
        {
            Poll();
            if (_ready.Count == 0)
                await WaitAsync();
            else
                await Task.Yield(); // what the loop owes the device, a notification, has its turn
        }
    }

    private void Poll()
    {
        Instant now = _loop.Now;
        _stack.Poll(now);
        _tcp.Poll(now);
        Accept(now);
        _datagrams.Serve(now);
        WakeSleepers(now);
        for (int left = _ready.Count; left > 0; left--)
        {
            Conversation conversation = _ready.Dequeue();
            conversation.IsQueued = false;
            if (!conversation.Continue(_scratch, now))
                conversation.Connection.Release(now);
            else if (conversation.WakeAt < Instant.Never && !_sleeping.Contains(conversation))
                _sleeping.Add(conversation);
        }
    }

    private async ValueTask WaitAsync()
    {
        Instant deadline = _stack.NextDeadline;
        foreach (Conversation conversation in _sleeping)
            deadline = Instant.Min(deadline, conversation.WakeAt);
        if (deadline > _loop.Now)
            await _device.WaitAsync(deadline);
    }

    private void ListenOn(ushort port, Func<TcpConnection, Instant, Conversation> begin)
    {
        TcpOpenStatus status = _tcp.Layer.Listen(Ipv4Address.Any, port, Backlog, out TcpListener? listener);
        if (listener is null)
            throw new InvalidOperationException($"Port {port} cannot be listened on: {status}.");
        _listeners.Add((listener, begin));
    }

    private void Accept(Instant now)
    {
        foreach ((TcpListener listener, Func<TcpConnection, Instant, Conversation> begin) in _listeners)
        {
            while (listener.TryAccept(out TcpConnection? connection))
            {
                Conversation conversation = begin(connection, now);
                connection.ReadinessChanged = _ => Queue(conversation);
                Queue(conversation);
            }
        }
    }

    private void Queue(Conversation conversation)
    {
        if (conversation.IsQueued)
            return;
        conversation.IsQueued = true;
        _ready.Enqueue(conversation);
    }

    private void WakeSleepers(Instant now)
    {
        for (int i = _sleeping.Count - 1; i >= 0; i--)
        {
            if (_sleeping[i].WakeAt > now)
                continue;
            Queue(_sleeping[i]);
            _sleeping.RemoveAt(i);
        }
    }
}
