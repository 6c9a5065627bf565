namespace DSoftBus.Softbus.Discovery;

/// <summary>Why a packet is no announce, or an announce cannot be written (discovery.md section 1). The first failing check wins.</summary>
public enum AnnounceError : byte
{
    None = 0,

    /// <summary>A read past the end.</summary>
    Truncated = 1,

    BadMagic = 2,

    /// <summary>A version other than 1; it is byte 4 of the packet.</summary>
    UnsupportedVersion = 3,

    /// <summary>A device id of 0 or more than 64 bytes.</summary>
    DeviceIdLength = 4,

    /// <summary>More than 16 services.</summary>
    ServiceCount = 5,

    /// <summary>A service name of 0 or more than 64 bytes.</summary>
    ServiceNameLength = 6,

    /// <summary>A device id or service name that is not UTF-8.</summary>
    Utf8 = 7,

    /// <summary>Writing: the destination is shorter than the packet.</summary>
    DestinationTooSmall = 8,
}
