using DSoftBus.Net.Tcp.Congestion;

namespace DSoftBus.Net.Tcp;

/// <summary>Sizes, bounds and times of the TCP layer. The values here are what netstackd runs with; tests change single ones.</summary>
public sealed record TcpSettings
{
    /// <summary>Connections at once, those in SYN-RECEIVED and TIME-WAIT included; 16,384 and more are possible, an idle one costs about a kilobyte.</summary>
    public int MaximumConnections { get; init; } = 256;

    public int MaximumListeners { get; init; } = 32;

    /// <summary>Connections that one listener holds before they are accepted, half-open ones included; the caller may ask for fewer.</summary>
    public int MaximumBacklog { get; init; } = 64;

    /// <summary>Whether a SYN that finds no room for a half-open connection is answered with a cookie (RFC 4987 section 3.6) instead of not at all.</summary>
    public bool SynCookies { get; init; } = true;

    /// <summary>Largest text we can take in one segment, octets: 1500 - 20 - 20 (RFC 9293 section 3.7.1).</summary>
    public int MaximumSegmentSize { get; init; } = 1460;

    /// <summary>Octets of the receive buffer of a connection, a power of two up to 4 MiB; above 65535 the window scale option carries it.</summary>
    public int ReceiveBuffer { get; init; } = 64 * 1024;

    /// <summary>Octets that a connection holds for sending, queued and unacknowledged together. More than the default wants more <see cref="SendBuffersOfAll"/> and a device with more buffers: each segment is one.</summary>
    public int SendBuffer { get; init; } = 64 * 1024;

    /// <summary>Segments that a connection holds for sending, or twice the full ones of <see cref="SendBuffer"/> if that is more: small writes take a packet buffer each.</summary>
    public int SendSegments { get; init; } = 96;

    /// <summary>Packet buffers of the pool that all send queues together may hold; what is left belongs to reception and to other protocols.</summary>
    public int SendBuffersOfAll { get; init; } = 384;

    /// <summary>Receive buffers that hold text at a time, of all connections: text for one more is dropped and comes again. Idle connections need none.</summary>
    public int ReceiveBuffersOfAll { get; init; } = 256;

    /// <summary>Gaps that a receive buffer remembers; text that would make one more is dropped and comes again. As many as every second full segment of 128 KiB can make.</summary>
    public int MaximumReceiveGaps { get; init; } = 48;

    /// <summary>RFC 6298 section 2.1.</summary>
    public TimeSpan InitialRetransmissionTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>RFC 6298 section 2.4.</summary>
    public TimeSpan MinimumRetransmissionTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>RFC 6298 section 2.5.</summary>
    public TimeSpan MaximumRetransmissionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>RFC 6298 section 5.7.</summary>
    public TimeSpan RetransmissionTimeoutAfterRepeatedSyn { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>R2 for text and FIN: the connection ends when the oldest octet stays unacknowledged this long (RFC 1122 section 4.2.3.5: at least 100 s).</summary>
    public TimeSpan RetransmissionLimit { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>What new connections tell their peers of the user timeout (RFC 5482, ADV_UTO). Null: nothing, and what peers say is not taken (ENABLED is false by default).</summary>
    public TimeSpan? AdvertisedUserTimeout { get; init; }

    /// <summary>Bounds of what the two ends can agree on (RFC 5482 section 3.1, L_LIMIT and U_LIMIT): no peer makes this end give up earlier, or keep text for longer.</summary>
    public TimeSpan UserTimeoutLowest { get; init; } = TimeSpan.FromSeconds(100);

    public TimeSpan UserTimeoutHighest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>R2 for SYN (RFC 1122 section 4.2.3.5: at least 3 minutes).</summary>
    public TimeSpan SynLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long an ACK may wait for company (RFC 1122 section 4.2.3.2: below 500 ms).</summary>
    public TimeSpan AcknowledgmentDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>2 MSL (RFC 9293 section 3.4.2 has MSL = 2 minutes "for this specification"; shorter, as usual on one link).</summary>
    public TimeSpan TimeWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long FIN-WAIT-2 waits for the peer's FIN once the user let go of the connection.</summary>
    public TimeSpan OrphanLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Nagle (RFC 9293 section 3.7.4) for new connections. Off: the sessions are request and response.</summary>
    public bool Nagle { get; init; }

    /// <summary>Whether the timestamps option is offered and accepted (RFC 7323 section 3).</summary>
    public bool Timestamps { get; init; } = true;

    /// <summary>Whether selective acknowledgments are offered and accepted (RFC 2018); RACK and tail probes need them.</summary>
    public bool SelectiveAcknowledgments { get; init; } = true;

    public CongestionAlgorithm Congestion { get; init; } = CongestionAlgorithm.Cubic;

    /// <summary>Destinations whose path MTU is remembered, and for how long (RFC 1191 section 6.3).</summary>
    public int PathMtuCapacity { get; init; } = 64;

    public TimeSpan PathMtuLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Timeouts in a row of a segment longer than <see cref="BlackHoleSegmentSize"/> before the path is believed to swallow long packets in silence (RFC 2923 section 2.1).</summary>
    public int BlackHoleTimeouts { get; init; } = 3;

    /// <summary>Text per segment that every path carries, octets (RFC 9293 section 3.7.1: the default MSS).</summary>
    public int BlackHoleSegmentSize { get; init; } = 536;

    /// <summary>Silence after which a connection with <see cref="TcpConnection.KeepAlive"/> asks whether the peer is there (RFC 1122 section 4.2.3.6: no less than two hours by default).</summary>
    public TimeSpan KeepAliveIdle { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Between such probes while nobody answers.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Probes without an answer after which the peer is gone; one alone proves nothing (RFC 1122 section 4.2.3.6).</summary>
    public int KeepAliveProbes { get; init; } = 9;

    /// <summary>Between two answers to bare segments outside the window (RFC 5961 section 7).</summary>
    public TimeSpan OutsideAnswerInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Challenge ACKs per second of the whole layer at most (RFC 5961 section 7); each second allows a random number from half of it.</summary>
    public int ChallengesPerSecond { get; init; } = 100;

    internal int SegmentsOfSendBuffer => Math.Max(SendSegments, 2 * (SendBuffer / MaximumSegmentSize));

    /// <summary>The shift that we offer so that <see cref="ReceiveBuffer"/> fits in 16 bits (RFC 7323 section 2.3).</summary>
    public byte WindowShift
    {
        get
        {
            byte shift = 0;
            while (ReceiveBuffer >> shift > ushort.MaxValue)
                shift++;
            return shift;
        }
    }
}
