using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Qemu.Bench.Network;

/// <summary>The one client of both guests: kernel sockets in the network namespace of the TAP device.</summary>
internal sealed class NetworkClient(NetNamespace home, IPAddress guest)
{
    // What the peer program answers (tests/Metal/NetPeer/cs): counts what it reads, writes without end, sends back, ends with us.
    private const int Sink = 5001;
    private const int Source = 5002;
    private const int Echo = 5003;
    private const int Hold = 5004;

    private const int TcpCongestion = 13; // include/uapi/linux/tcp.h
    private const int WriteLength = 128 * 1024;
    private const int ReadLength = 256 * 1024;
    private const int PingLength = 64;
    private const int WarmUpShare = 20;
    private const double BitsPerByteAndMega = 8e-6;

    // Nothing waits for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Bulk data to the guest, Mbit/s: what the guest confirms to have read, over the time to that confirmation.</summary>
    public Task<double> SendAsync(TimeSpan time) => home.RunAsync(() =>
    {
        using Socket socket = Connect(Sink);
        byte[] data = new byte[WriteLength];
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
            socket.Send(data);
        socket.Shutdown(SocketShutdown.Send);
        ReadAll(socket, data.AsSpan(0, sizeof(long)));
        return BinaryPrimitives.ReadInt64LittleEndian(data) * BitsPerByteAndMega / Stopwatch.GetElapsedTime(started).TotalSeconds;
    });

    /// <summary>Bulk data from the guest, Mbit/s.</summary>
    public Task<double> ReceiveAsync(TimeSpan time) => home.RunAsync(() =>
    {
        using Socket socket = Connect(Source);
        byte[] data = new byte[ReadLength];
        long started = Stopwatch.GetTimestamp(), count = 0;
        while (Stopwatch.GetElapsedTime(started) < time)
            count += RequireText(socket.Receive(data));
        return count * BitsPerByteAndMega / Stopwatch.GetElapsedTime(started).TotalSeconds;
    });

    /// <summary>64 bytes there and back on one connection, mean in microseconds, the first twentieth not counted.</summary>
    public Task<double> PingAsync(TimeSpan time) => home.RunAsync(() =>
    {
        using Socket socket = Connect(Echo);
        byte[] data = new byte[PingLength];
        TimeSpan warmUp = time / WarmUpShare;
        long started = Stopwatch.GetTimestamp(), first = 0, count = 0;
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            if (first == 0 && Stopwatch.GetElapsedTime(started) > warmUp)
                (first, count) = (Stopwatch.GetTimestamp(), 0);
            socket.Send(data);
            ReadAll(socket, data);
            count++;
        }

        return Stopwatch.GetElapsedTime(first).TotalMicroseconds / count;
    });

    /// <summary>Connections per second, several in flight: a handshake, both ends, gone.</summary>
    public async Task<double> ConnectAsync(TimeSpan time, int inFlight)
    {
        long started = Stopwatch.GetTimestamp();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => home.RunAsync(() => ConnectUntil(started, time))));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static int RequireText(int count) => count > 0 ? count : throw new IOException("the guest ended the connection");

    private static void ReadAll(Socket socket, Span<byte> destination)
    {
        while (!destination.IsEmpty)
            destination = destination[RequireText(socket.Receive(destination))..];
    }

    private long ConnectUntil(long started, TimeSpan time)
    {
        byte[] some = new byte[PingLength];
        long count = 0;
        for (; Stopwatch.GetElapsedTime(started) < time; count++)
        {
            using Socket socket = Connect(Hold);
            socket.Shutdown(SocketShutdown.Send);
            if (socket.Receive(some) != 0)
                throw new IOException("the guest wrote what nobody asked for");
        }

        return count;
    }

    private Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            SendTimeout = (int)Patience.TotalMilliseconds,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        try
        {
            // Per socket: a namespace inherits the machine's default, whatever that is.
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpCongestion, Encoding.ASCII.GetBytes("cubic"));
            socket.Connect(guest, port);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
