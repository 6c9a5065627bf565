using System.Net.Sockets;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Kernel;

/// <summary>Octets in both directions and every way of ending.</summary>
internal sealed partial class KernelInterpreter
{
    private const int DefaultPiece = 65536;

    // write C COUNT SEED [piece=OCTETS]: each piece is one call.
    private async ValueTask<string> WriteAsync(Command command, CancellationToken limit)
    {
        var socket = Socket(command);
        long count = command.Number(2);
        var octets = new Octets(command.Number(3));
        using var digest = new Digest();
        byte[] piece = new byte[command.Option("piece", DefaultPiece)];
        while (digest.Count < count)
        {
            var part = piece.AsMemory(0, (int)Math.Min(piece.Length, count - digest.Count));
            octets.Fill(part.Span);
            try
            {
                await socket.SendAsync(part, SocketFlags.None, limit);
            }
            catch (SocketException exception)
            {
                return KernelErrors.Name(exception, _shut.ContainsKey(socket));
            }

            digest.Add(part.Span);
        }

        return digest.Describe();
    }

    // urgent C COUNT SEED: the last octet is the urgent one.
    private async ValueTask<string> WriteUrgentAsync(Command command, CancellationToken limit)
    {
        byte[] octets = new byte[command.Number(2)];
        new Octets(command.Number(3)).Fill(octets);
        using var digest = new Digest();
        digest.Add(octets);
        await Socket(command).SendAsync(octets, SocketFlags.OutOfBand, limit);
        return digest.Describe();
    }

    // read C COUNT [piece=OCTETS], readend C
    private async ValueTask<string> ReadAsync(Command command, long count, CancellationToken limit)
    {
        var socket = Socket(command);
        // Our stack takes urgent octets as ordinary ones (RFC 9293 section 3.8.5 calls them that).
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
        using var digest = new Digest();
        byte[] piece = new byte[command.Option("piece", DefaultPiece)];
        try
        {
            while (digest.Count < count)
            {
                var room = piece.AsMemory(0, (int)Math.Min(piece.Length, count - digest.Count));
                int taken = await socket.ReceiveAsync(room, SocketFlags.None, limit);
                if (taken == 0)
                    return digest.Describe(Answers.End);
                digest.Add(room.Span[..taken]);
            }

            return digest.Describe();
        }
        catch (SocketException exception)
        {
            return digest.Describe(KernelErrors.Name(exception, _shut.ContainsKey(socket)));
        }
        catch (OperationCanceledException)
        {
            return digest.Describe(Answers.Nothing);
        }
    }

    private string Shutdown(Command command)
    {
        var socket = Socket(command);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException exception)
        {
            return KernelErrors.Name(exception, ownSideClosed: true);
        }

        _shut[socket] = true;
        return Answers.Ok;
    }

    private string Close(Command command)
    {
        if (_sockets.TryRemove(command.Word(1), out var socket))
        {
            _shut.TryRemove(socket, out _);
            // The kernel's close, without the shutdown that Dispose sends before it: unread octets become a reset.
            socket.Close();
        }

        return Answers.Ok;
    }

    private string Reset(Command command)
    {
        Socket(command).LingerState = new LingerOption(enable: true, seconds: 0);
        return Close(command);
    }
}
