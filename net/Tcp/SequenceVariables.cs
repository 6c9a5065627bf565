namespace DSoftBus.Net.Tcp;

/// <summary>The variables of the transmission control block that a state looks at (RFC 9293 section 3.3.1).</summary>
/// <param name="InitialSend">ISS.</param>
/// <param name="SendUnacknowledged">SND.UNA.</param>
/// <param name="SendNext">SND.NXT: one past the highest number ever sent.</param>
/// <param name="MaximumSendWindow">MAX.SND.WND: the largest window the peer ever offered, octets (RFC 5961 section 5.2).</param>
/// <param name="ReceiveNext">RCV.NXT.</param>
/// <param name="ReceiveWindow">RCV.WND as last advertised, octets.</param>
/// <param name="IsPassive">A listener made the connection (MUST-11).</param>
/// <param name="TimestampIsNewer">The segment is a SYN whose timestamp is beyond every one of this connection (RFC 6191 section 2).</param>
public readonly record struct SequenceVariables(
    SequenceNumber InitialSend,
    SequenceNumber SendUnacknowledged,
    SequenceNumber SendNext,
    int MaximumSendWindow,
    SequenceNumber ReceiveNext,
    int ReceiveWindow,
    bool IsPassive = false,
    bool TimestampIsNewer = false);
