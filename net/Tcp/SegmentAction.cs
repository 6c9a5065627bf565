namespace DSoftBus.Net.Tcp;

/// <summary>What a state decided about one segment. Closed: the connection's switch handles every case.</summary>
public enum SegmentAction : byte
{
    /// <summary>Nothing happens besides the count.</summary>
    Drop,

    /// <summary>Drop, and answer with an acknowledgment of where we are (RFC 9293 section 3.10.7.4, first).</summary>
    DropAndAcknowledge,

    /// <summary>Drop, and answer with a rate-limited challenge ACK (RFC 5961 sections 3 to 5).</summary>
    Challenge,

    /// <summary>Answer with a reset; the connection itself stays as it is.</summary>
    Reset,

    /// <summary>The peer ended the connection by a reset, or refused it.</summary>
    Abort,

    /// <summary>SYN-SENT saw SYN and an acceptable ACK: take the peer's sequence number and become ESTABLISHED.</summary>
    Synchronize,

    /// <summary>SYN-SENT saw a bare SYN: simultaneous open, become SYN-RECEIVED (RFC 9293 section 3.5, figure 7).</summary>
    SynchronizeBoth,

    /// <summary>LISTEN saw a SYN: make a connection in SYN-RECEIVED.</summary>
    Open,

    /// <summary>SYN-RECEIVED saw its SYN acknowledged: become ESTABLISHED and process the segment.</summary>
    Establish,

    /// <summary>Process acknowledgment, window, text and FIN (RFC 9293 section 3.10.7.4, fifth to eighth).</summary>
    Process,

    /// <summary>TIME-WAIT saw a new SYN beyond everything it knows: forget this connection and hand the segment to the listener (RFC 1122 section 4.2.2.13).</summary>
    Reopen,
}
