namespace DSoftBus.Tests.Net.Throughput;

/// <summary>What a run gave, in whole numbers only: the same on every machine.</summary>
/// <param name="Octets">Text that arrived in the measured time, per flow.</param>
/// <param name="Time">How long was measured.</param>
/// <param name="Sent">Segments of all senders.</param>
/// <param name="Repeated">Of these, retransmissions.</param>
/// <param name="Timeouts">Expiries of the retransmission timer.</param>
/// <param name="Dropped">Frames that the path took on the way to the receiver.</param>
internal sealed record RunResult(long[] Octets, TimeSpan Time, long Sent, long Repeated, long Timeouts, long Dropped)
{
    /// <summary>Share of the line's rate, in thousandths; headers and the line's overhead leave at most 941.</summary>
    public long Goodput => ShareOf(_ => true);

    /// <summary>Jain's index in thousandths: 1000 for equal shares, 1000 / flows when one has all.</summary>
    public long Fairness
    {
        get
        {
            Int128 sum = Octets.Sum(), squares = 0;
            foreach (long octets in Octets)
                squares += (Int128)octets * octets;
            return squares == 0 ? 0 : (long)(sum * sum * 1000 / (squares * Octets.Length));
        }
    }

    /// <summary>The same of some flows together, chosen by their number.</summary>
    public long ShareOf(Func<int, bool> chosen) =>
        Octets.Where((_, index) => chosen(index)).Sum() * 8 * 1000 / (Path.Rate * (long)Time.TotalMilliseconds / 1000);

    /// <summary>Retransmissions among the segments sent, in ten thousandths.</summary>
    public long RepeatedShare => Repeated * 10_000 / Sent;

    /// <summary>Retransmissions that no dropped frame explains.</summary>
    public long Needless => Repeated - Dropped;

    public override string ToString() => $"{string.Join(' ', Octets)} octets, {Sent} sent, {Repeated} again, {Timeouts} timeouts, {Dropped} dropped";
}
