using System.Globalization;

namespace DSoftBus.Tests.Qemu.Cable;

/// <summary>Small Ethernet frames for tests.</summary>
internal static class Frames
{
    public const string Broadcast = "ff:ff:ff:ff:ff:ff";
    public const string Multicast = "01:00:5e:2a:00:01";
    public const string A = "52:54:00:12:34:0a";
    public const string B = "52:54:00:12:34:0b";
    public const string C = "52:54:00:12:34:0c";

    /// <summary>A frame with a local experimental EtherType (0x88b5) and a payload byte that tells frames apart.</summary>
    public static byte[] Make(string to, string from, byte tag) => [.. Mac(to), .. Mac(from), 0x88, 0xb5, tag];

    public static byte[] Mac(string text) => [.. text.Split(':').Select(part => byte.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
}
