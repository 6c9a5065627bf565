using System.Buffers.Binary;
using System.Net.Sockets;

namespace DSoftBus.Tests.Oracle.Runner.Kernel;

/// <summary>What the kernel says about a connection (<c>struct tcp_info</c> of linux/tcp.h).</summary>
internal static class TcpInfo
{
    private const int TcpLevel = 6, InfoOption = 11;
    private const int StateOffset = 0, UnacknowledgedOffset = 24, SendWindowOffset = 228, Length = 240;

    // enum in net/tcp_states.h, from 1 on. The kernel drops the socket of a connection in TIME-WAIT: it reads as closed.
    private static readonly string[] States =
        ["?", "established", "syn-sent", "syn-received", "fin-wait-1", "fin-wait-2", "closed", "closed", "close-wait", "last-ack", "listen", "closing"];

    public static string State(Socket socket) => States[Read(socket)[StateOffset]];

    /// <summary>Octets that the peer takes (tcpi_snd_wnd, Linux 5.4 and later).</summary>
    public static uint SendWindow(Socket socket) => BinaryPrimitives.ReadUInt32LittleEndian(Read(socket).AsSpan(SendWindowOffset));

    /// <summary>Segments on the way (tcpi_unacked).</summary>
    public static uint Unacknowledged(Socket socket) => BinaryPrimitives.ReadUInt32LittleEndian(Read(socket).AsSpan(UnacknowledgedOffset));

    private static byte[] Read(Socket socket)
    {
        byte[] info = new byte[Length];
        socket.GetRawSocketOption(TcpLevel, InfoOption, info);
        return info;
    }
}
