using System.Buffers.Binary;
using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Tcp;

/// <summary>What tells connections apart: both addresses and ports (RFC 9293 section 3.3.1).</summary>
public readonly record struct TcpKey(Ipv4Address Local, ushort LocalPort, Ipv4Address Remote, ushort RemotePort)
{
    /// <summary>Bytes that <see cref="Write"/> fills.</summary>
    public const int Length = 12;

    /// <summary>The four values one after the other, for hashes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Local.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Remote.Value);
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], LocalPort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], RemotePort);
    }
}
