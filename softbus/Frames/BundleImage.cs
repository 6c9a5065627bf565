using System.Buffers.Binary;

namespace DSoftBus.Softbus.Frames;

/// <summary>One file of an NXBI image; its spans lie in the image when read.</summary>
public readonly ref struct BundleImageEntry
{
    /// <summary>1 to 255 bytes, UTF-8.</summary>
    public ReadOnlySpan<byte> Bundle { get; init; }

    /// <summary>At most 255 bytes, UTF-8.</summary>
    public ReadOnlySpan<byte> Version { get; init; }

    /// <summary>At most 65535 bytes, UTF-8.</summary>
    public ReadOnlySpan<byte> Path { get; init; }

    /// <summary>0 = file.</summary>
    public ushort Kind { get; init; }

    public ReadOnlySpan<byte> Data { get; init; }
}

/// <summary>
/// The image of a FetchImage reply, <c>'N' 'X' 'B' 'I' 01 count:u16</c>, then entries
/// <c>bundle_len u8, bundle, version_len u8, version, path_len u16, path, kind u16, data_len u32, data</c>; little-endian
/// (services.md section 4).
/// </summary>
public static class BundleImage
{
    /// <summary>Bytes before the first entry.</summary>
    public const int HeaderLength = 7;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "NXBI"u8;

    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    /// <returns>Bytes written; entries follow by <see cref="WriteEntry"/>.</returns>
    public static int WriteHeader(ushort count, Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[4] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[5..], count);
        return HeaderLength;
    }

    /// <param name="destination">Room for the three names, the data and 10 bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteEntry(in BundleImageEntry entry, Span<byte> destination)
    {
        int length = WriteShort(entry.Bundle, destination, 0);
        length = WriteShort(entry.Version, destination, length);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[length..], checked((ushort)entry.Path.Length));
        entry.Path.CopyTo(destination[(length + 2)..]);
        length += 2 + entry.Path.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[length..], entry.Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(length + 2)..], (uint)entry.Data.Length);
        entry.Data.CopyTo(destination[(length + 6)..]);
        return length + 6 + entry.Data.Length;
    }

    /// <summary>Reads the header; false for another magic or version, or fewer bytes.</summary>
    /// <param name="rest">The entries, for <see cref="TryReadEntry"/>.</param>
    public static bool TryReadHeader(ReadOnlySpan<byte> image, out int count, out ReadOnlySpan<byte> rest)
    {
        bool isImage = image.Length >= HeaderLength && image.StartsWith(Magic) && image[4] == Version;
        count = isImage ? BinaryPrimitives.ReadUInt16LittleEndian(image[5..]) : 0;
        rest = isImage ? image[HeaderLength..] : default;
        return isImage;
    }

    /// <summary>Reads the next entry and cuts it off <paramref name="rest"/>; false when it does not fit.</summary>
    public static bool TryReadEntry(scoped ref ReadOnlySpan<byte> rest, out BundleImageEntry entry)
    {
        entry = default;
        var bytes = rest;
        if (!TryTake(ref bytes, 1, out var prefix) || !TryTake(ref bytes, prefix[0], out var bundle)
            || !TryTake(ref bytes, 1, out prefix) || !TryTake(ref bytes, prefix[0], out var version)
            || !TryTake(ref bytes, 2, out prefix) || !TryTake(ref bytes, BinaryPrimitives.ReadUInt16LittleEndian(prefix), out var path)
            || !TryTake(ref bytes, 6, out var sizes) || !TryTake(ref bytes, BinaryPrimitives.ReadUInt32LittleEndian(sizes[2..]), out var data))
            return false;
        entry = new BundleImageEntry
        {
            Bundle = bundle,
            Version = version,
            Path = path,
            Kind = BinaryPrimitives.ReadUInt16LittleEndian(sizes),
            Data = data,
        };
        rest = bytes;
        return true;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> bytes, uint count, out ReadOnlySpan<byte> taken)
    {
        bool fits = count <= (uint)bytes.Length;
        taken = fits ? bytes[..(int)count] : default;
        bytes = fits ? bytes[(int)count..] : bytes;
        return fits;
    }

    private static int WriteShort(ReadOnlySpan<byte> text, Span<byte> destination, int offset)
    {
        destination[offset] = checked((byte)text.Length);
        text.CopyTo(destination[(offset + 1)..]);
        return offset + 1 + text.Length;
    }
}
