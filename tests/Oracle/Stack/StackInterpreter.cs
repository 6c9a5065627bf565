using System.Globalization;
using DSoftBus.Net.Devices;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Tap;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>The same commands as the kernel's interpreter, on our stack over TAP; besides, those that set the stack and its cable up.</summary>
/// <remarks>Parts: this file opens the stack and dispatches, <c>.Streams</c> is TCP, <c>.Crowds</c> many connections, <c>.Datagrams</c> the rest.</remarks>
internal sealed partial class StackInterpreter(TaskLoop loop) : IDisposable
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, TcpConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TcpListener> _listeners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UdpSocket> _datagrams = new(StringComparer.Ordinal);
    private StackHost? _host;
    private FaultDevice? _faults;
    private Stream? _capture;

    private StackHost Host => _host ?? throw new FormatException("the stack is not open");

    public async ValueTask<string> RunAsync(Command command)
    {
        var deadline = loop.Now + command.Option("limit", DefaultLimit);
        string answer = await RunAsync(command, deadline);
        _host?.Kick();
        return answer;
    }

    public void Dispose() => Unplug();

    private ValueTask<string> RunAsync(Command command, Instant deadline) => command.Verb switch
    {
        "open" => Done(Open(command)),
        "unplug" => Done(Unplug()),
        "faults" => Done(SetFaults(command)),
        "meet" => MeetAsync(command, deadline),
        "counter" => Done(Counter(command)),
        "counted" => UntilCountedAsync(command, deadline),
        "address" => UntilAddressAsync(command, deadline),
        "release-lease" => ReleaseLeaseAsync(deadline),
        "resolve" => ResolveAsync(command, deadline),
        "ping" => PingAsync(command, deadline),
        "listen" => Done(Listen(command)),
        "connect" => ConnectAsync(command, deadline),
        "accept" => AcceptAsync(command, deadline),
        "write" => WriteAsync(command, deadline),
        "read" => ReadAsync(command, command.Number(2), deadline),
        "readend" => ReadAsync(command, long.MaxValue, deadline),
        "shutdown" => Done(Shutdown(command)),
        "close" => Done(Close(command)),
        "reset" => Done(Reset(command)),
        "nodelay" => Done(Set(command, static (connection, _) => connection.Nagle = false)),
        "keepalive" => Done(Set(command, static (connection, now) => connection.SetKeepAlive(true, now))),
        "state" => Done(StateOf(Connection(command))),
        "until" => UntilStateAsync(command, deadline),
        "window-closed" => UntilWindowClosedAsync(command, deadline),
        "udp" => Done(OpenDatagrams(command)),
        "send" => Done(SendDatagram(command)),
        "receive" => ReceiveDatagramAsync(command, deadline),
        "join" => Done(Group(command, join: true)),
        "leave" => Done(Group(command, join: false)),
        "serve" => Done(Serve(command)),
        "storm" => StormAsync(command, deadline),
        _ => throw new FormatException($"'{command.Verb}' is no command of our stack's interpreter"),
    };

    // open tap=NAME capture=FILE [address=A/PREFIX] [gateway=A] [hardware=MAC] [offloads=1] [seed=N] [capture-limit=BYTES], settings and faults
    private string Open(Command command)
    {
        Unplug();
        string name = command.Option("tap", "tap0");
        var hardware = MacAddress.Parse(command.Option("hardware", "02:00:00:00:77:02"));
        var opened = TapDevice.Open(new TapOptions(name, hardware) { Create = false, Offloads = command.Option("offloads", 0) > 0 }, loop);
        if (!opened.IsOk)
            return opened.Message;
        _faults = new FaultDevice(opened.Device, loop.Clock, StackOpening.Faults(command), StackOpening.Faults(command), (ulong)command.Option("seed", 1));
        _capture = new BoundedCapture(File.Create(command.Option("capture", "/dev/null")), command.Option("capture-limit", int.MaxValue));
        // Outside of the faults: what our stack sent is there as it sent it, what came is there as it saw it.
        var recorded = new PcapDevice(_faults, new PcapngWriter(_capture), loop.Clock, name);
        _host = new StackHost(loop, recorded, StackOpening.Stack(command), StackOpening.Tcp(command));
        if (command.Option("address", "").Split('/') is [{ Length: > 0 } address, var prefix])
        {
            Ipv4Address? gateway = command.Option("gateway", "") is { Length: > 0 } text ? StackOpening.Address(text) : null;
            _host.Stack.ConfigureStatic(new Ipv4Network(StackOpening.Address(address), int.Parse(prefix, CultureInfo.InvariantCulture)), gateway, loop.Now);
        }
        else
        {
            _host.Stack.StartDhcp(loop.Now);
        }

        _host.Start();
        return Answers.Ok;
    }

    // unplug: the stack goes without a word, as after a power cut; the capture is complete.
    private string Unplug()
    {
        _connections.Clear();
        _listeners.Clear();
        _datagrams.Clear();
        _host?.Dispose();
        _host = null;
        _faults = null;
        _capture?.Dispose();
        _capture = null;
        return Answers.Ok;
    }

    // faults [in=PROBABILITY] [out=PROBABILITY]: loss of one direction only.
    private string SetFaults(Command command)
    {
        _faults!.Receive = _faults.Receive with { Loss = command.Option("in", _faults.Receive.Loss) };
        _faults.Transmit = _faults.Transmit with { Loss = command.Option("out", _faults.Transmit.Loss) };
        return Answers.Ok;
    }

    // counter NAME: of the TCP layer or of the stack.
    private string Counter(Command command) => Count(command.Word(1)).ToString(CultureInfo.InvariantCulture);

    // counted NAME NUMBER: until the counter is at least that.
    private async ValueTask<string> UntilCountedAsync(Command command, Instant deadline) =>
        await Host.UntilAsync(() => Count(command.Word(1)) >= command.Number(2), deadline) ? Answers.Ok : Answers.Nothing;

    private long Count(string name) => Enum.TryParse<TcpCounter>(name, out var tcp)
        ? Host.Tcp.Layer.Counters[tcp]
        : (long)Host.Stack.Counters[Enum.Parse<Net.Stack.NetCounter>(name)];

    private static string StateOf(TcpConnection connection) => connection.State switch
    {
        TcpStateName.Established => "established",
        TcpStateName.SynSent => "syn-sent",
        TcpStateName.SynReceived => "syn-received",
        TcpStateName.FinWait1 => "fin-wait-1",
        TcpStateName.FinWait2 => "fin-wait-2",
        TcpStateName.CloseWait => "close-wait",
        TcpStateName.LastAck => "last-ack",
        TcpStateName.Closing => "closing",
        // As the kernel's sockets say it.
        TcpStateName.TimeWait or TcpStateName.Closed => "closed",
        var other => other.ToString(),
    };

    private static ValueTask<string> Done(string answer) => new(answer);
}
