using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>TCP connections.</summary>
internal sealed partial class StackInterpreter
{
    private const int DefaultPiece = 65536;

    private string Listen(Command command)
    {
        var status = Host.Tcp.Layer.Listen(StackOpening.Address(command.Word(2)), command.Port(3), (int)command.Number(4), out var listener);
        if (status == TcpOpenStatus.Ok)
            _listeners[command.Word(1)] = listener!;
        return NameOf(status);
    }

    private async ValueTask<string> ConnectAsync(Command command, Instant deadline)
    {
        var status = Host.Tcp.Layer.Connect(StackOpening.Address(command.Word(2)), command.Port(3), Host.Now, out var connection);
        if (status != TcpOpenStatus.Ok)
            return NameOf(status);
        _connections[command.Word(1)] = connection!;
        return await OpenedAsync(connection!, deadline);
    }

    private async ValueTask<string> OpenedAsync(TcpConnection connection, Instant deadline)
    {
        bool ended = await Host.UntilAsync(() => connection.State is not (TcpStateName.SynSent or TcpStateName.SynReceived), deadline);
        if (!ended)
            return Answers.Nothing;
        return connection.Failure == TcpFailure.None ? Answers.Ok : NameOf(connection.Failure);
    }

    private async ValueTask<string> AcceptAsync(Command command, Instant deadline)
    {
        var listener = _listeners[command.Word(1)];
        TcpConnection? connection = null;
        if (!await Host.UntilAsync(() => listener.TryAccept(out connection), deadline))
            return Answers.Nothing;
        _connections[command.Word(2)] = connection!;
        return Answers.Ok;
    }

    private async ValueTask<string> WriteAsync(Command command, Instant deadline)
    {
        var connection = Connection(command);
        long count = command.Number(2);
        var octets = new Octets(command.Number(3));
        using var digest = new Digest();
        byte[] piece = new byte[command.Option("piece", DefaultPiece)];
        while (digest.Count < count)
        {
            int length = (int)Math.Min(piece.Length, count - digest.Count);
            octets.Fill(piece.AsSpan(0, length));
            var (status, written) = await WriteAllAsync(connection, piece.AsMemory(0, length), deadline);
            digest.Add(piece.AsSpan(0, written));
            if (written < length)
                return status;
        }

        return digest.Describe();
    }

    private async ValueTask<(string Status, int Written)> WriteAllAsync(TcpConnection connection, ReadOnlyMemory<byte> octets, Instant deadline)
    {
        var status = TcpWriteStatus.Ok;
        int written = 0;

        bool TryGoOn()
        {
            status = connection.Write(octets.Span[written..], Host.Now, out int taken);
            written += taken;
            return written == octets.Length || status is TcpWriteStatus.Closed or TcpWriteStatus.Failed;
        }

        bool ended = await Host.UntilAsync(TryGoOn, deadline);
        Host.Kick();
        string answer = !ended ? Answers.Nothing : status == TcpWriteStatus.Failed ? NameOf(connection.Failure) : status == TcpWriteStatus.Closed ? Answers.Closed : Answers.Ok;
        return (answer, written);
    }

    private async ValueTask<string> ReadAsync(Command command, long count, Instant deadline)
    {
        var connection = Connection(command);
        using var digest = new Digest();
        byte[] piece = new byte[command.Option("piece", DefaultPiece)];
        while (digest.Count < count)
        {
            var (status, taken) = await ReadSomeAsync(connection, piece.AsMemory(0, (int)Math.Min(piece.Length, count - digest.Count)), deadline);
            if (taken == 0)
                return digest.Describe(status);
            digest.Add(piece.AsSpan(0, taken));
        }

        return digest.Describe();
    }

    private async ValueTask<(string Status, int Taken)> ReadSomeAsync(TcpConnection connection, Memory<byte> room, Instant deadline)
    {
        var status = TcpReadStatus.WouldBlock;
        int taken = 0;
        bool ended = await Host.UntilAsync(() => (status = connection.Read(room.Span, Host.Now, out taken)) != TcpReadStatus.WouldBlock, deadline);
        Host.Kick();
        return (!ended ? Answers.Nothing : status == TcpReadStatus.Failed ? NameOf(connection.Failure) : Answers.End, taken);
    }

    private string Shutdown(Command command)
    {
        var connection = Connection(command);
        if (connection.State is TcpStateName.Closed)
            return Answers.Closed;
        connection.Close(Host.Now);
        return Answers.Ok;
    }

    private string Close(Command command)
    {
        if (_connections.Remove(command.Word(1), out var connection))
            connection.Release(Host.Now);
        else if (_listeners.Remove(command.Word(1), out var listener))
            listener.Close();
        else if (_datagrams.Remove(command.Word(1), out var socket))
            socket.Close(Host.Now);
        return Answers.Ok;
    }

    private string Reset(Command command)
    {
        if (_connections.Remove(command.Word(1), out var connection))
            connection.Abort();
        return Answers.Ok;
    }

    private string Set(Command command, Action<TcpConnection, Instant> set)
    {
        set(Connection(command), Host.Now);
        return Answers.Ok;
    }

    private async ValueTask<string> UntilStateAsync(Command command, Instant deadline)
    {
        var connection = Connection(command);
        return await Host.UntilAsync(() => StateOf(connection) == command.Word(2), deadline) ? Answers.Ok : Answers.Nothing;
    }

    private async ValueTask<string> UntilWindowClosedAsync(Command command, Instant deadline)
    {
        var connection = Connection(command);
        return await Host.UntilAsync(() => connection.SendWindow == 0, deadline) ? Answers.Ok : Answers.Nothing;
    }

    private TcpConnection Connection(Command command) =>
        _connections.TryGetValue(command.Word(1), out var connection) ? connection : throw new FormatException($"there is no '{command.Word(1)}'");

    private static string NameOf(TcpOpenStatus status) => status switch
    {
        TcpOpenStatus.Ok => Answers.Ok,
        TcpOpenStatus.Unreachable => Answers.Unreachable,
        TcpOpenStatus.AddressInUse => Answers.InUse,
        _ => status.ToString(),
    };

    private static string NameOf(TcpFailure failure) => failure switch
    {
        TcpFailure.Refused => Answers.Refused,
        TcpFailure.Reset => Answers.Reset,
        TcpFailure.TimedOut => Answers.TimedOut,
        TcpFailure.Unreachable => Answers.Refused,
        _ => failure.ToString(),
    };
}
