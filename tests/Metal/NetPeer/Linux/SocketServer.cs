using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DSoftBus.Tests.Metal.NetPeer.Linux;

/// <summary>The first four ports on kernel sockets, in the way that is fastest there: blocking calls, a thread per connection that carries data.</summary>
internal static class SocketServer
{
    private const int Backlog = 4096;
    private const int BufferLength = 256 * 1024;
    private const int WriteLength = 128 * 1024;

    public static void Start()
    {
        Serve(PeerPorts.Sink, OnThread(Sink));
        Serve(PeerPorts.Source, OnThread(Source));
        Serve(PeerPorts.Echo, OnThread(Echo));
        // One after the other: a thread per connection would cost more than the connection.
        Serve(PeerPorts.Hold, Hold);
    }

    private static void Serve(ushort port, Action<Socket> converse)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(Backlog);
        Run(() =>
        {
            while (true)
            {
                Socket connection = listener.Accept();
                connection.NoDelay = true;
                converse(connection);
            }
        });
    }

    private static Action<Socket> OnThread(Action<Socket, byte[]> converse) => connection => Run(() =>
    {
        using (connection)
        {
            try
            {
                converse(connection, new byte[BufferLength]);
            }
            catch (SocketException)
            {
                // The other end reset the connection: that is how a source learns that it is no longer wanted.
            }
        }
    });

    private static void Run(ThreadStart work) => new Thread(work) { IsBackground = true }.Start();

    private static void Sink(Socket connection, byte[] buffer)
    {
        long count = 0;
        int read;
        while ((read = connection.Receive(buffer)) > 0)
            count += read;
        BinaryPrimitives.WriteInt64LittleEndian(buffer, count);
        connection.Send(buffer.AsSpan(0, sizeof(long)));
    }

    private static void Source(Socket connection, byte[] buffer)
    {
        while (true)
            connection.Send(buffer.AsSpan(0, WriteLength));
    }

    private static void Echo(Socket connection, byte[] buffer)
    {
        int read;
        while ((read = connection.Receive(buffer)) > 0)
            connection.Send(buffer.AsSpan(0, read));
    }

    private static void Hold(Socket connection)
    {
        try
        {
            Span<byte> some = stackalloc byte[64];
            while (connection.Receive(some) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: over as well.
        }

        connection.Dispose();
    }
}
