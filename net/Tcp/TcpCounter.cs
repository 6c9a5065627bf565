namespace DSoftBus.Net.Tcp;

/// <summary>Events of the TCP layer that are counted, at most 32; the numbers are those of the facade's STAT group 6, so none changes.</summary>
public enum TcpCounter : byte
{
    SegmentsReceived = 0,
    SegmentsSent = 1,
    BadHeader = 2,
    BadChecksum = 3,
    NotForUs = 4,
    ResetsSent = 5,
    ChallengesSent = 6,
    ChallengesSuppressed = 7,
    ConnectionsOpened = 8,
    ConnectionsAccepted = 9,
    ConnectionsFailed = 10,
    BacklogFull = 11,
    TableFull = 12,
    TimeWaitRecycled = 13,
    RetransmissionTimeouts = 14,
    SegmentsRetransmitted = 15,
    FastRetransmits = 16,
    PartialAcknowledgments = 17,
    WindowProbes = 18,
    DuplicateAcknowledgments = 19,
    OutOfOrderSegments = 20,
    TextOutsideWindow = 21,
    NoBuffer = 22,
    TransmitFull = 23,

    /// <summary>First of the drop reasons 1 to 8, in the order of <see cref="TcpDropReason"/>.</summary>
    DropReasons = 24,
}
