using System.Buffers.Binary;
using System.Text.Unicode;
using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Discovery;

/// <summary>An announce packet v1 as it lies in a buffer (discovery.md section 1). Reading never fails once <see cref="TryParse"/> said None.</summary>
/// <remarks>
/// <code>
///  0         4       5    6          6+D    8+D            40+D  41+D
///  | "NXSB"  | 01    | D  | id (D)   | port | static (32)  | S   | S times: length u8, name |
/// </code>
/// Port is big-endian. Bytes after the last service are ignored.
/// </remarks>
public readonly ref struct AnnounceView
{
    /// <summary>Bytes of the longest packet: 41 + 64 + 16 * 65.</summary>
    public const int MaximumLength = 1145;

    /// <summary>The only version.</summary>
    public const byte Version = 1;

    /// <summary>Most services of an announce.</summary>
    public const int MaximumServices = 16;

    /// <summary>Most bytes of a device id or a service name.</summary>
    public const int MaximumNameLength = 64;

    internal const int FixedLength = 41;

    private const int IdOffset = 6;

    private readonly ReadOnlySpan<byte> _bytes;

    private AnnounceView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    internal static ReadOnlySpan<byte> Magic => "NXSB"u8;

    /// <summary>UTF-8, 1 to 64 bytes. Ours are 64 hex digits; others may be anything.</summary>
    public ReadOnlySpan<byte> DeviceId => _bytes.Slice(IdOffset, IdLength);

    /// <summary>TCP session port; 0 means goodbye (decisions.md, Discovery).</summary>
    public ushort Port => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(IdOffset + IdLength)..]);

    /// <summary>The announced Noise static key.</summary>
    public X25519PublicKey NoiseStatic => new(_bytes.Slice(IdOffset + IdLength + 2, X25519PublicKey.Length));

    public int ServiceCount => _bytes[FixedLength + IdLength - 1];

    /// <summary>The service part as it lies on the wire: names with their lengths, without the count.</summary>
    public ReadOnlySpan<byte> ServiceBytes => _bytes[(FixedLength + IdLength)..];

    /// <summary>Bytes of the packet, without what follows the last service.</summary>
    public int Length => _bytes.Length;

    /// <summary>The service names, UTF-8 each.</summary>
    public ServiceNames Services => new(ServiceBytes);

    private int IdLength => _bytes[5];

    /// <summary>Checks everything once, strictly left to right.</summary>
    public static AnnounceError TryParse(ReadOnlySpan<byte> packet, out AnnounceView view)
    {
        view = default;
        if (packet.Length < Magic.Length)
            return AnnounceError.Truncated;
        if (!packet.StartsWith(Magic))
            return AnnounceError.BadMagic;
        if (packet.Length < 5)
            return AnnounceError.Truncated;
        if (packet[4] != Version)
            return AnnounceError.UnsupportedVersion;
        int offset = 5;
        var error = CheckName(packet, ref offset, AnnounceError.DeviceIdLength);
        if (error != AnnounceError.None)
            return error;
        offset += 2 + X25519PublicKey.Length;
        if (packet.Length <= offset)
            return AnnounceError.Truncated;
        int services = packet[offset++];
        if (services > MaximumServices)
            return AnnounceError.ServiceCount;
        for (int i = 0; i < services; i++)
        {
            error = CheckName(packet, ref offset, AnnounceError.ServiceNameLength);
            if (error != AnnounceError.None)
                return error;
        }

        view = new AnnounceView(packet[..offset]);
        return AnnounceError.None;
    }

    private static AnnounceError CheckName(ReadOnlySpan<byte> packet, ref int offset, AnnounceError badLength)
    {
        if (packet.Length <= offset)
            return AnnounceError.Truncated;
        int length = packet[offset++];
        if (length is 0 or > MaximumNameLength) // before the bytes are looked for
            return badLength;
        if (packet.Length < offset + length)
            return AnnounceError.Truncated;
        if (!Utf8.IsValid(packet.Slice(offset, length)))
            return AnnounceError.Utf8;
        offset += length;
        return AnnounceError.None;
    }
}
