namespace DSoftBus.Qemu.Tap.Services;

/// <summary>The services of <c>softbus tap</c>; the value is the usual port.</summary>
public enum ServiceKind : ushort
{
    /// <summary>Reads to the end, then answers with the number of octets (8 bytes, little-endian) and closes.</summary>
    Discard = 5001,

    /// <summary>Sends zeros until the other side closes.</summary>
    Source = 5002,

    /// <summary>Sends back what comes.</summary>
    Echo = 5003,

    /// <summary>Reads to the end, then closes.</summary>
    Hold = 5004,
}
