namespace DSoftBus.Softbus.CapnProto;

/// <summary>Why bytes are no Cap'n Proto message of the expected shape, or why one could not be written.</summary>
public enum CapnpError : byte
{
    None = 0,

    /// <summary>The segment table or a segment is cut.</summary>
    Truncated = 1,

    /// <summary>More than 512 segments.</summary>
    TooManySegments = 2,

    /// <summary>A pointer leads outside of its segment.</summary>
    OutOfBounds = 3,

    /// <summary>A far pointer names a segment that the message does not have.</summary>
    UnknownSegment = 4,

    /// <summary>A landing pad that is not what its far pointer says.</summary>
    BadLandingPad = 5,

    /// <summary>A list where a struct is expected, a struct where a list is expected, or a capability.</summary>
    WrongPointerKind = 6,

    /// <summary>A list whose elements have another size than the schema says.</summary>
    WrongElementSize = 7,

    /// <summary>Text without a terminating NUL.</summary>
    TextNotTerminated = 8,

    /// <summary>Text that is not UTF-8.</summary>
    TextNotUtf8 = 9,

    /// <summary>More than 8 Mi words followed in one message: an amplification by overlapping pointers.</summary>
    TraversalLimit = 10,

    /// <summary>Structs and lists nested deeper than 64.</summary>
    NestingLimit = 11,

    /// <summary>Writing: the destination is shorter than the message.</summary>
    DestinationTooSmall = 12,
}
