using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Tcp.Opening;

/// <summary>The options of a SYN that a cookie has no room for, in the low bits of the timestamp that the peer echoes: window scale and whether SACK is permitted.</summary>
internal static class CookieOptions
{
    /// <summary>Low bits of the timestamp that are taken: the clock of these SYN-ACKs is up to 31 ms slow.</summary>
    public const int Bits = 5;

    private const uint NoScale = 15; // RFC 7323 section 2.3: no shift is above 14.
    private const uint SackBit = 16;

    public static uint Encode(in TcpOptions offered, bool sack)
    {
        uint scale = offered.WindowScale is { } shift ? Math.Min(shift, (byte)14) : NoScale;
        return scale | (sack && offered.SackPermitted ? SackBit : 0);
    }

    /// <summary>The options of the SYN, as far as they matter, from the timestamps of the ACK; without timestamps only the segment size is left.</summary>
    public static TcpOptions Decode(ushort segmentSize, TcpTimestamps? timestamps)
    {
        if (timestamps is not { } echoed)
            return new TcpOptions { MaximumSegmentSize = segmentSize };
        uint scale = echoed.EchoReply & NoScale;
        return new TcpOptions
        {
            MaximumSegmentSize = segmentSize,
            WindowScale = scale == NoScale ? null : (byte)scale,
            SackPermitted = (echoed.EchoReply & SackBit) != 0,
            Timestamps = echoed,
        };
    }
}
