using DSoftBus.Softbus.Frames;

namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>
/// The one bundle that every image carries: <c>system</c>, with <c>build.prop</c> of the active slot (services.md section 4).
/// </summary>
public sealed class SystemBundle
{
    /// <summary>Bundles of this machine.</summary>
    public const ushort Count = 1;

    /// <summary>Bytes of the NXBI image of either slot.</summary>
    public const int ImageLength = 75;

    /// <summary>The bundle's name, UTF-8.</summary>
    public static ReadOnlySpan<byte> Name => "system"u8;

    /// <summary>The active slot; a at start.</summary>
    public BundleSlot ActiveSlot { get; set; } = BundleSlot.A;

    /// <summary><c>1.0.0-a</c> or <c>1.0.0-b</c>, UTF-8.</summary>
    public ReadOnlySpan<byte> Version => ActiveSlot is BundleSlot.A ? "1.0.0-a"u8 : "1.0.0-b"u8;

    private ReadOnlySpan<byte> BuildProperties => ActiveSlot is BundleSlot.A
        ? "ro.nexus.build=dev\nro.nexus.slot=a\n"u8
        : "ro.nexus.build=dev\nro.nexus.slot=b\n"u8;

    /// <summary>Writes the NXBI image: one file.</summary>
    /// <param name="image">At least <see cref="ImageLength"/> bytes.</param>
    public void WriteImage(Span<byte> image)
    {
        int length = BundleImage.WriteHeader(Count, image);
        BundleImage.WriteEntry(
            new BundleImageEntry { Bundle = Name, Version = Version, Path = "build.prop"u8, Data = BuildProperties }, image[length..]);
    }
}
