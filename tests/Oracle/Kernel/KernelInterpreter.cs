using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Kernel;

/// <summary>The commands on the sockets of this kernel. Names stand for sockets; each command has a limit and then answers <c>nothing</c>.</summary>
/// <remarks>Parts: this file dispatches and opens, <c>.Streams</c> moves octets and closes, <c>.Datagrams</c> is UDP, <c>.Crowds</c> many connections, <c>.Forgery</c> made-up segments.</remarks>
internal sealed partial class KernelInterpreter : IDisposable
{
    private const int KeepAliveProbes = 2;
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Socket, bool> _shut = new();

    public async ValueTask<string> RunAsync(Command command)
    {
        using var limit = new CancellationTokenSource(command.Option("limit", DefaultLimit));
        try
        {
            return await RunAsync(command, limit.Token);
        }
        catch (SocketException exception)
        {
            return KernelErrors.Name(exception, ownSideClosed: false);
        }
        catch (OperationCanceledException)
        {
            return Answers.Nothing;
        }
    }

    public void Dispose() => Forget();

    private ValueTask<string> RunAsync(Command command, CancellationToken limit) => command.Verb switch
    {
        "listen" => Now(Listen(command)),
        "connect" => ConnectAsync(command, limit),
        "accept" => AcceptAsync(command, limit),
        "write" => WriteAsync(command, limit),
        "urgent" => WriteUrgentAsync(command, limit),
        "read" => ReadAsync(command, command.Number(2), limit),
        "readend" => ReadAsync(command, long.MaxValue, limit),
        "shutdown" => Now(Shutdown(command)),
        "close" => Now(Close(command)),
        "reset" => Now(Reset(command)),
        "nodelay" => Now(Set(command, socket => socket.NoDelay = true)),
        "keepalive" => Now(Set(command, KeepAlive)),
        "state" => Now(TcpInfo.State(Socket(command))),
        "until" => UntilStateAsync(command, limit),
        "window-closed" => UntilWindowClosedAsync(command, limit),
        "udp" => Now(OpenDatagrams(command)),
        "udp-connect" => Now(ConnectDatagrams(command)),
        "send" => Now(SendDatagram(command)),
        "receive" => ReceiveDatagramAsync(command, limit),
        "join" => Now(Group(command, SocketOptionName.AddMembership)),
        "leave" => Now(Group(command, SocketOptionName.DropMembership)),
        "serve" => Now(Serve(command)),
        "storm" => StormAsync(command, limit),
        "acknowledged" => UntilAcknowledgedAsync(command, limit),
        "forget" => Now(Forget()),
        "watch" => Now(Watch(command)),
        "heard" => UntilHeardAsync(command, limit),
        "forge" => ForgeAsync(command, limit),
        _ => throw new FormatException($"'{command.Verb}' is no command of the kernel's interpreter"),
    };

    // listen L ADDRESS PORT BACKLOG [receive=OCTETS]: the kernel lets one more wait than it is told.
    private string Listen(Command command)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets[command.Word(1)] = socket;
        SetReceiveBuffer(socket, command);
        socket.Bind(new IPEndPoint(command.Address(2), command.Port(3)));
        socket.Listen(Math.Max((int)command.Number(4) - 1, 0));
        return Answers.Ok;
    }

    // connect C ADDRESS PORT [from=PORT] [receive=OCTETS]
    private async ValueTask<string> ConnectAsync(Command command, CancellationToken limit)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets[command.Word(1)] = socket;
        SetReceiveBuffer(socket, command);
        if (command.Option("from", 0) is > 0 and int port)
            socket.Bind(new IPEndPoint(IPAddress.Any, port));

        await socket.ConnectAsync(new IPEndPoint(command.Address(2), command.Port(3)), limit);
        return Answers.Ok;
    }

    // accept L C
    private async ValueTask<string> AcceptAsync(Command command, CancellationToken limit)
    {
        _sockets[command.Word(2)] = await Socket(command).AcceptAsync(limit);
        return Answers.Ok;
    }

    private async ValueTask<string> UntilStateAsync(Command command, CancellationToken limit)
    {
        // The kernel tells nobody when a connection changes its state.
        while (TcpInfo.State(Socket(command)) != command.Word(2))
            await Task.Delay(AskAgain, limit);
        return Answers.Ok;
    }

    private async ValueTask<string> UntilWindowClosedAsync(Command command, CancellationToken limit)
    {
        while (TcpInfo.SendWindow(Socket(command)) != 0)
            await Task.Delay(AskAgain, limit);
        return Answers.Ok;
    }

    // acknowledged C: until the peer has everything that was written, so that its last segment says where it stands.
    private async ValueTask<string> UntilAcknowledgedAsync(Command command, CancellationToken limit)
    {
        while (TcpInfo.Unacknowledged(Socket(command)) != 0)
            await Task.Delay(AskAgain, limit);
        return Answers.Ok;
    }

    // forget: every socket is closed, and what was heard forgotten.
    private string Forget()
    {
        foreach (var socket in _sockets.Values)
            socket.Dispose();
        _sockets.Clear();
        _shut.Clear();
        _heard.Clear();
        _raw = null;
        return Answers.Ok;
    }

    private string Set(Command command, Action<Socket> set)
    {
        set(Socket(command));
        return Answers.Ok;
    }

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
    }

    private static void SetReceiveBuffer(Socket socket, Command command)
    {
        if (command.Option("receive", 0) is > 0 and int octets)
            socket.ReceiveBufferSize = octets;
    }

    private Socket Socket(Command command) =>
        _sockets.TryGetValue(command.Word(1), out var socket) ? socket : throw new FormatException($"there is no '{command.Word(1)}'");

    private static ValueTask<string> Now(string answer) => new(answer);
}
