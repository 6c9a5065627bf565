namespace DSoftBus.Net.Stack;

/// <summary>
/// What the stack counts: traffic, every drop with its reason, every recovery. Number = group * 32 + index.
/// Append only: the facade's STAT shows these numbers.
/// </summary>
public enum NetCounter : ushort
{
    LinkReceived = 0,
    LinkTransmitted = 1,
    LinkMalformed = 2,
    LinkNotForUs = 3,
    LinkUnknownType = 4,
    LinkTransmitFull = 5,
    LinkTransmitDown = 6,
    LinkTransmitTooLong = 7,
    LinkNoBuffer = 8,

    ArpReceived = 32,
    ArpMalformed = 33,
    ArpIgnored = 34,
    ArpConflict = 35,
    ArpRequestsSent = 36,
    ArpRepliesSent = 37,
    ArpQueueReplaced = 38,
    ArpEvicted = 39,
    ArpUnresolved = 40,
    ArpProbesSent = 41,
    ArpAnnouncementsSent = 42,
    ArpDefended = 43,
    ArpAddressLost = 44,

    Ipv4Received = 64,
    Ipv4Malformed = 65,
    Ipv4BadChecksum = 66,
    Ipv4BadSource = 67,
    Ipv4NotForUs = 68,
    Ipv4BroadcastMismatch = 69,
    Ipv4Fragment = 70,
    Ipv4UnknownProtocol = 71,
    Ipv4Sent = 72,
    Ipv4NoRoute = 73,
    Ipv4NoAddress = 74,
    Ipv4TooLong = 75,
    Ipv4BadDestination = 76,
    Ipv4LoopbackFull = 77,
    Ipv4Reassembled = 78,
    Ipv4FragmentMalformed = 79,
    Ipv4FragmentConflict = 80,
    Ipv4FragmentDuplicate = 81,
    Ipv4ReassemblyTimedOut = 82,
    Ipv4ReassemblyEvicted = 83,
    Ipv4ReassemblyNoBuffer = 84,
    Ipv4FragmentsSent = 85,
    Ipv4UnexpectedChain = 86,

    IcmpReceived = 96,
    IcmpMalformed = 97,
    IcmpBadChecksum = 98,
    IcmpUnknownType = 99,
    IcmpEchoRepliesSent = 100,
    IcmpEchoUnmatched = 101,
    IcmpErrorsSent = 102,
    IcmpErrorsLimited = 103,
    IcmpErrorsReceived = 104,
    IcmpBroadcastIgnored = 105,

    IgmpReceived = 128,
    IgmpMalformed = 129,
    IgmpBadChecksum = 130,
    IgmpIgnored = 131,
    IgmpReportsSent = 132,
    IgmpLeavesSent = 133,
    IgmpSuppressed = 134,

    UdpReceived = 160,
    UdpMalformed = 161,
    UdpBadChecksum = 162,
    UdpNoSocket = 163,
    UdpQueueFull = 164,
    UdpHeldLimit = 165,
    UdpSent = 166,
    UdpNotJoined = 167,
    UdpErrorsReceived = 168,
    UdpTruncated = 169,

    DhcpReceived = 224,
    DhcpMalformed = 225,
    DhcpIgnored = 226,
    DhcpRefused = 227,
    DhcpSent = 228,
    DhcpNakReceived = 229,
    DhcpLeaseLost = 230,
    DhcpDeclined = 231,
    DhcpReleased = 232,

    DnsReceived = 256,
    DnsMalformed = 257,
    DnsUnmatched = 258,
    DnsSent = 259,
    DnsTimedOut = 260,

    FacadeRequests = 320,

    /// <summary>Requests that could not be read, or whose capability was of the wrong kind.</summary>
    FacadeMalformed = 321,

    /// <summary>Replies that nobody will see: no capability to send on, a full inbox for too long, or a receiver that is gone.</summary>
    FacadeRepliesLost = 322,

    /// <summary>Replies that waited for room in an inbox.</summary>
    FacadeRepliesLate = 323,

    /// <summary>Requests answered with LIMIT.</summary>
    FacadeLimited = 324,

    /// <summary>Requests answered with DENIED.</summary>
    FacadeDenied = 325,

    /// <summary>Handles of all kinds that were given out; less those closed, what is open now.</summary>
    FacadeHandlesOpened = 326,

    FacadeHandlesClosed = 327,

    /// <summary>Senders that ended, or came back as another generation, and whose handles were closed for it.</summary>
    FacadeSendersEnded = 328,

    /// <summary>Waiting requests that gave their place up to a newer one.</summary>
    FacadeWaitsDropped = 329,

    /// <summary>Requests that brought a memory object.</summary>
    FacadeObjectsTaken = 330,

    /// <summary>Memory objects that could not be given back and were freed.</summary>
    FacadeObjectsLost = 331,
}
