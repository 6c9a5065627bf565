namespace DSoftBus.Net.Wire;

/// <summary>Why bytes are not the header they were taken for. Append only: values appear in vector files.</summary>
public enum WireError : byte
{
    /// <summary>The bytes are well formed.</summary>
    None = 0,

    /// <summary>Fewer bytes than the header, or than a length field inside it, says.</summary>
    Truncated = 1,

    /// <summary>A length field contradicts the format itself (shorter than the header, an option that overruns its area).</summary>
    BadLength = 2,

    /// <summary>A version or format selector that this parser does not speak.</summary>
    BadVersion = 3,

    /// <summary>A field holds a value that the document forbids (a compression loop, a hardware type other than Ethernet).</summary>
    BadValue = 4,

    /// <summary>The checksum over the bytes is wrong.</summary>
    BadChecksum = 5,
}
