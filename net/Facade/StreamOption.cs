namespace DSoftBus.Net.Facade;

/// <summary>A setting of a stream; every value is 32 bits wide.</summary>
public enum StreamOption : byte
{
    /// <summary>0 or 1: ask a silent peer whether it is there (RFC 1122 section 4.2.3.6). Off at first.</summary>
    KeepAlive = 1,

    /// <summary>Silence before the first probe, 1000 to 86,400,000 ms.</summary>
    KeepAliveIdle = 2,

    /// <summary>Between probes that nobody answers, 1000 to 86,400,000 ms.</summary>
    KeepAliveInterval = 3,

    /// <summary>Unanswered probes after which the peer is gone, 1 to 255.</summary>
    KeepAliveCount = 4,

    /// <summary>0 or 1: small segments wait for company (RFC 9293 section 3.7.4). Off at first.</summary>
    Nagle = 5,

    /// <summary>How long text may stay unacknowledged, 1000 to 86,400,000 ms (RFC 5482 section 3.1); 0: as long as netstackd is set to.</summary>
    UserTimeout = 6,
}
