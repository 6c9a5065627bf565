using System.Buffers.Binary;
using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Discovery;

/// <summary>What an announce says, strictly; the form that is written (discovery.md section 1).</summary>
public readonly ref struct Announce
{
    /// <summary>UTF-8, 1 to 64 bytes.</summary>
    public ReadOnlySpan<byte> DeviceId { get; init; }

    /// <summary>TCP session port; 0 means goodbye.</summary>
    public ushort Port { get; init; }

    public X25519PublicKey NoiseStatic { get; init; }

    /// <summary>At most 16 names, UTF-8 of 1 to 64 bytes each; duplicates are allowed.</summary>
    public ReadOnlySpan<byte[]> Services { get; init; }

    /// <summary>Writes the packet; the checks are those of the specification, in its order.</summary>
    /// <param name="destination">At most <see cref="AnnounceView.MaximumLength"/> bytes are needed.</param>
    /// <param name="length">Bytes written; 0 on error.</param>
    public AnnounceError TryWrite(Span<byte> destination, out int length)
    {
        length = 0;
        var error = Check(out int needed);
        if (error != AnnounceError.None)
            return error;
        if (destination.Length < needed)
            return AnnounceError.DestinationTooSmall;

        AnnounceView.Magic.CopyTo(destination);
        destination[4] = AnnounceView.Version;
        int offset = WriteName(destination, 5, DeviceId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[offset..], Port);
        NoiseStatic.CopyTo(destination[(offset + 2)..]);
        offset += 2 + X25519PublicKey.Length;
        destination[offset++] = (byte)Services.Length;
        foreach (var service in Services)
            offset = WriteName(destination, offset, service);
        length = needed;
        return AnnounceError.None;
    }

    private static int WriteName(Span<byte> destination, int offset, ReadOnlySpan<byte> name)
    {
        destination[offset] = (byte)name.Length;
        name.CopyTo(destination[(offset + 1)..]);
        return offset + 1 + name.Length;
    }

    private AnnounceError Check(out int length)
    {
        length = AnnounceView.FixedLength + DeviceId.Length;
        if (DeviceId.Length is 0 or > AnnounceView.MaximumNameLength)
            return AnnounceError.DeviceIdLength;
        if (Services.Length > AnnounceView.MaximumServices)
            return AnnounceError.ServiceCount;
        foreach (var service in Services)
        {
            if (service.Length is 0 or > AnnounceView.MaximumNameLength)
                return AnnounceError.ServiceNameLength;
            length += 1 + service.Length;
        }

        return AnnounceError.None;
    }
}
