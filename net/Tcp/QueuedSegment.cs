using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Text in one packet buffer, from the user's write until its acknowledgment. Each transmission writes headers in front of it again.</summary>
internal struct QueuedSegment
{
    public PacketBuffer Buffer;

    /// <summary>Where the text starts in the buffer, octets.</summary>
    public int Offset;

    /// <summary>Octets of text.</summary>
    public int Length;

    public SequenceNumber Sequence;

    /// <summary>Of the last transmission.</summary>
    public Instant SentAt;

    /// <summary>Place of the last transmission among all of the connection: several may leave at one instant.</summary>
    public long SentOrder;

    /// <summary>Times sent.</summary>
    public int Transmissions;

    /// <summary>The peer reported it (RFC 2018); it stays until it is acknowledged, because the peer may still throw it away.</summary>
    public bool IsSacked;

    /// <summary>Presumed lost since its last transmission.</summary>
    public bool IsLost;

    public readonly SequenceNumber End => Sequence + Length;
}
