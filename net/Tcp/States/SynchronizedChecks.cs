namespace DSoftBus.Net.Tcp.States;

/// <summary>The checks that every state after SYN-SENT makes, in the order of RFC 9293 section 3.10.7.4 with the hardening of RFC 5961.</summary>
internal static class SynchronizedChecks
{
    public static SegmentVerdict Check(in TcpSegment segment, in SequenceVariables variables)
    {
        // First: the sequence number.
        if (!IsAcceptable(segment, variables))
        {
            return segment.Rst
                ? SegmentVerdict.Drop(TcpDropReason.ResetOutsideWindow)
                : SegmentVerdict.DropAndAcknowledge(TcpDropReason.OutsideWindow);
        }

        // Second: RST. Only the exact next number resets; elsewhere in the window it is answered (RFC 5961 section 3.2).
        if (segment.Rst)
        {
            return segment.Sequence == variables.ReceiveNext
                ? new SegmentVerdict(SegmentAction.Abort)
                : SegmentVerdict.Challenge(TcpDropReason.ResetNotExact);
        }

        // Fourth: a SYN never belongs in a synchronized connection, whatever its number (RFC 5961 section 4.2).
        if (segment.Syn)
            return SegmentVerdict.Challenge(TcpDropReason.SynInWindow);

        // Fifth: without an ACK nothing is processed.
        return segment.Ack ? SegmentVerdict.Process : SegmentVerdict.Drop(TcpDropReason.MissingAck);
    }

    /// <summary>The range in which an acknowledgment is believable: SND.UNA - MAX.SND.WND to SND.NXT (RFC 5961 section 5.2).</summary>
    public static bool IsAckBelievable(in TcpSegment segment, in SequenceVariables variables) =>
        segment.Acknowledgment <= variables.SendNext
        && segment.Acknowledgment >= variables.SendUnacknowledged - variables.MaximumSendWindow;

    /// <summary>
    /// The acceptability test of RFC 9293 section 3.4, table 6. A segment that starts exactly at RCV.NXT is let through even when
    /// the window is zero: its ACK and RST count (section 3.10.7.4), and its text is cut to the window by the receive buffer.
    /// </summary>
    private static bool IsAcceptable(in TcpSegment segment, in SequenceVariables variables)
    {
        if (segment.Sequence == variables.ReceiveNext)
            return true;
        int first = segment.Sequence - variables.ReceiveNext;
        int last = first + segment.Length - 1;
        if (segment.Length == 0)
            return first >= 0 && first < variables.ReceiveWindow;
        return last >= 0 && first < variables.ReceiveWindow;
    }
}
