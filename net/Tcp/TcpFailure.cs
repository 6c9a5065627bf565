namespace DSoftBus.Net.Tcp;

/// <summary>Why a connection ended other than by both sides closing.</summary>
public enum TcpFailure : byte
{
    None = 0,

    /// <summary>The peer answered the SYN with a reset.</summary>
    Refused = 1,

    /// <summary>The peer reset the connection.</summary>
    Reset = 2,

    /// <summary>The peer did not answer within R2 (RFC 1122 section 4.2.3.5).</summary>
    TimedOut = 3,

    /// <summary>This side reset it.</summary>
    Aborted = 4,

    /// <summary>The network said that the peer's port, protocol or fragmentation is impossible while connecting (RFC 1122 section 4.2.3.9).</summary>
    Unreachable = 5,
}
