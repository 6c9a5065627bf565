using System.Buffers.Binary;

namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>
/// The one bundle that every image carries: <c>system</c>, with <c>build.prop</c> of the active slot (services.md section 4).
/// </summary>
public sealed class SystemBundle
{
    public const string Name = "system";

    /// <summary>Bytes of the NXBI image of either slot.</summary>
    public const int ImageLength = 75;

    /// <summary>The active slot; a at start.</summary>
    public BundleSlot ActiveSlot { get; set; } = BundleSlot.A;

    /// <summary><c>1.0.0-a</c> or <c>1.0.0-b</c>.</summary>
    public string Version => ActiveSlot is BundleSlot.A ? "1.0.0-a" : "1.0.0-b";

    /// <summary>
    /// Writes the NXBI image: <c>NXBI 01 count:u16</c>, then one entry of bundle, version, path, kind and data; integers little-endian.
    /// </summary>
    /// <param name="image">At least <see cref="ImageLength"/> bytes.</param>
    public void WriteImage(Span<byte> image)
    {
        byte letter = ActiveSlot is BundleSlot.A ? (byte)'a' : (byte)'b';
        int at = Append(image, 0, "NXBI\u0001\u0001\0"u8);
        image[at++] = 6;
        at = Append(image, at, "system"u8);
        image[at++] = 7;
        at = Append(image, at, "1.0.0-"u8);
        image[at++] = letter;
        BinaryPrimitives.WriteUInt16LittleEndian(image[at..], 10);
        at = Append(image, at + 2, "build.prop"u8);
        BinaryPrimitives.WriteUInt16LittleEndian(image[at..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(image[(at + 2)..], 35);
        at = Append(image, at + 6, "ro.nexus.build=dev\nro.nexus.slot="u8);
        image[at++] = letter;
        image[at] = (byte)'\n';
    }

    private static int Append(Span<byte> image, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(image[at..]);
        return at + bytes.Length;
    }
}
