using System.Net;
using System.Net.Sockets;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Kernel;

/// <summary>Many short connections: each sends its octets, gets them back and sees the end.</summary>
internal sealed partial class KernelInterpreter
{
    private const int CrowdOctets = 64;
    private const int CrowdBacklog = 512;

    // serve L ADDRESS PORT: echoes until the end of each connection, then closes it.
    private string Serve(Command command)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets[command.Word(1)] = listener;
        listener.Bind(new IPEndPoint(command.Address(2), command.Port(3)));
        listener.Listen(CrowdBacklog);
        _ = AcceptAllAsync(listener);
        return Answers.Ok;
    }

    private static async Task AcceptAllAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = EchoAsync(await listener.AcceptAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private static async Task EchoAsync(Socket connection)
    {
        using (connection)
        {
            byte[] octets = new byte[CrowdOctets];
            try
            {
                while (await connection.ReceiveAsync(octets.AsMemory()) is > 0 and int count)
                    await connection.SendAsync(octets.AsMemory(0, count));
            }
            catch (SocketException)
            {
                // The client counts what went wrong.
            }
        }
    }

    // storm ADDRESS PORT COUNT PARALLEL: how many were right.
    private static async ValueTask<string> StormAsync(Command command, CancellationToken limit)
    {
        var server = new IPEndPoint(command.Address(1), command.Port(2));
        int left = (int)command.Number(3), right = 0;
        string firstWrong = "";

        async Task RunAsync(int number)
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                string what = await OneOfTheCrowdAsync(server, number, limit);
                if (what == Answers.Ok)
                    Interlocked.Increment(ref right);
                else
                    firstWrong = what;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, (int)command.Number(4)).Select(RunAsync));
        return firstWrong.Length == 0 ? $"{right}" : $"{right} {firstWrong}";
    }

    private static async Task<string> OneOfTheCrowdAsync(IPEndPoint server, int number, CancellationToken limit)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        byte[] octets = new byte[CrowdOctets], back = new byte[CrowdOctets];
        new Octets(number).Fill(octets);
        try
        {
            await socket.ConnectAsync(server, limit);
            await socket.SendAsync(octets.AsMemory(), limit);
            socket.Shutdown(SocketShutdown.Send);
            int count = 0;
            while (await socket.ReceiveAsync(back.AsMemory(count), limit) is > 0 and int taken)
                count += taken;
            return count == CrowdOctets && octets.AsSpan().SequenceEqual(back) ? Answers.Ok : $"{count} octets came back";
        }
        catch (SocketException exception)
        {
            return KernelErrors.Name(exception, ownSideClosed: false);
        }
    }
}
