using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Tcp;

/// <summary>A segment as a value, without its text: what the states decide on.</summary>
/// <param name="Sequence">SEG.SEQ.</param>
/// <param name="Acknowledgment">SEG.ACK; meaningless without the ACK bit.</param>
/// <param name="Flags">Control bits.</param>
/// <param name="Window">The 16-bit window field as on the wire, not scaled.</param>
/// <param name="TextLength">Octets of text.</param>
/// <param name="Options">The options that were understood.</param>
public readonly record struct TcpSegment(
    SequenceNumber Sequence,
    SequenceNumber Acknowledgment,
    TcpFlags Flags,
    ushort Window = 0,
    int TextLength = 0,
    TcpOptions Options = default)
{
    public bool Syn => (Flags & TcpFlags.Syn) != 0;

    public bool Ack => (Flags & TcpFlags.Ack) != 0;

    public bool Rst => (Flags & TcpFlags.Rst) != 0;

    public bool Fin => (Flags & TcpFlags.Fin) != 0;

    /// <summary>SEG.LEN: text plus one each for SYN and FIN (RFC 9293 section 3.4).</summary>
    public int Length => TextLength + (Syn ? 1 : 0) + (Fin ? 1 : 0);

    /// <summary>The header of a parsed segment as a value.</summary>
    public static TcpSegment From(in TcpRepr header) => new(
        new SequenceNumber(header.SequenceNumber), new SequenceNumber(header.AcknowledgmentNumber), header.Flags, header.Window, header.PayloadLength, header.Options);

    /// <summary>The reset that answers this segment where no connection wants it (RFC 9293 section 3.10.7.1).</summary>
    public TcpSegment ResetInAnswer() => Ack
        ? new TcpSegment(Acknowledgment, default, TcpFlags.Rst)
        : new TcpSegment(default, Sequence + Length, TcpFlags.Rst | TcpFlags.Ack);
}
