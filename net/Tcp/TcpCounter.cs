namespace DSoftBus.Net.Tcp;

/// <summary>Events of the TCP layer that are counted; 0 to 31 are the facade's STAT group 6, 32 to 63 its group 9, so none changes.</summary>
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

    /// <summary>PAWS (RFC 7323 section 5).</summary>
    OldTimestamps = 32,

    /// <summary>Segments without the option on a connection that agreed on it (RFC 7323 section 3.2).</summary>
    MissingTimestamps = 33,

    /// <summary>RFC 8985 section 7.</summary>
    TailProbes = 34,

    /// <summary>Losses found by the reordering timer alone (RFC 8985 section 6.2 step 5).</summary>
    ReorderingTimeouts = 35,

    /// <summary>Reports that something arrived twice (RFC 2883): retransmissions that were not needed.</summary>
    DuplicatesReported = 36,

    /// <summary>RFC 1191: a router's report was believed.</summary>
    PathMtuLowered = 37,

    /// <summary>Reports that quote nothing in flight (RFC 5927 section 7.2).</summary>
    PathMtuIgnored = 38,

    /// <summary>RFC 2923 section 2.1: smaller segments after timeouts that nobody explained.</summary>
    BlackHoles = 39,

    /// <summary>RFC 9293 section 3.8.4.</summary>
    KeepAliveProbes = 40,

    /// <summary>SYNs that were answered without keeping anything (RFC 4987 section 3.6).</summary>
    CookiesSent = 41,

    /// <summary>Connections made from a cookie that came back.</summary>
    CookiesAccepted = 42,

    /// <summary>Acknowledgments of what no cookie said, while cookies were out.</summary>
    CookiesRefused = 43,

    /// <summary>Half-open connections given up for a peer that showed a cookie.</summary>
    HalfOpenEvicted = 44,
}
