using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire;

/// <summary>An Ethernet II frame without preamble and frame check sequence (IEEE 802.3 clause 3).</summary>
/// <remarks>
/// <code>
/// 0             6             12     14
/// +-------------+-------------+------+--------...
/// | destination |   source    | type | payload, at least 46 bytes on the wire
/// </code>
/// The payload keeps the link's padding: the layer above knows its own length.
/// </remarks>
public readonly ref struct EthernetView
{
    public const int HeaderLength = 14;

    private readonly ReadOnlySpan<byte> _bytes;

    private EthernetView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public MacAddress Destination => MacAddress.From(_bytes);

    public MacAddress Source => MacAddress.From(_bytes[6..]);

    public EtherType Type => (EtherType)BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]);

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>Refuses what is shorter than a header; runts and padding are the link's matter.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out EthernetView view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
            return WireError.Truncated;
        view = new EthernetView(bytes);
        return WireError.None;
    }
}
