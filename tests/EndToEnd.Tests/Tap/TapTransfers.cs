using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using DSoftBus.Tests.Metal.NetPeer;

namespace DSoftBus.Tests.EndToEnd.Tap;

/// <summary>Transfers between the kernel and the guest, to be run inside the namespace; each answers what the kernel's end knows.</summary>
internal static class TapTransfers
{
    private const uint Seed = 0x51ed_270b;
    private const int Piece = 100_003; // no multiple of anything

    /// <summary>The bytes that both ends make.</summary>
    public static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        new PeerPattern(Seed).Next(bytes);
        return bytes;
    }

    /// <summary>Writes and half-closes; the guest's SHA-256 of what it read, in hexadecimal.</summary>
    public static string Send(TapGuest guest, ushort port, ReadOnlySpan<byte> bytes)
    {
        using Socket socket = guest.Connect(port);
        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes[..Math.Min(bytes.Length, Piece)])..];
        socket.Shutdown(SocketShutdown.Send);
        return Convert.ToHexString(ReadToEnd(socket));
    }

    /// <summary>Has the guest write and half-close, then writes <paramref name="after"/> bytes more against its FIN; the SHA-256 of what came.</summary>
    /// <param name="beforeReading">Called with the order given and nothing read.</param>
    public static string Receive(TapGuest guest, int length, int after, Action? beforeReading = null)
    {
        using Socket socket = guest.Connect(PeerPorts.Pattern, beforeReading is null ? null : socket => socket.ReceiveBufferSize = 4096);
        byte[] order = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(order, Seed);
        BinaryPrimitives.WriteInt32LittleEndian(order.AsSpan(4), length);
        socket.Send(order);
        beforeReading?.Invoke();
        string digest = Convert.ToHexString(SHA256.HashData(ReadToEnd(socket)));
        if (after > 0)
            socket.Send(new byte[after]);
        socket.Shutdown(SocketShutdown.Send);
        return digest;
    }

    public static byte[] ReadToEnd(Socket socket)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[Piece];
        int count;
        while ((count = socket.Receive(buffer)) > 0)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }
}
