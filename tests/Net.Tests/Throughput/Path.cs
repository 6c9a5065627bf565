using DSoftBus.Net.Devices;

namespace DSoftBus.Tests.Net.Throughput;

/// <summary>A path with one bottleneck, as a row of the table names it.</summary>
/// <param name="RoundTrip">Milliseconds without waiting.</param>
/// <param name="LossPerMille">Of the data's direction, behind the bottleneck, a thousandth each.</param>
/// <param name="BufferQuarters">Of the bottleneck's queue, in quarters of the product of rate and round trip; <see cref="Endless"/>: nothing is ever dropped.</param>
internal sealed record Path(int RoundTrip, int LossPerMille, int BufferQuarters)
{
    /// <summary>Bits per second of the bottleneck.</summary>
    public const long Rate = 20_000_000;

    /// <summary>More than the windows of the flows let out.</summary>
    public const int Endless = 4 * 1000;

    private const int FullFrame = 1514;

    private static readonly TimeSpan BackwardJitter = TimeSpan.FromMicroseconds(600);

    /// <summary>Bytes that the path holds without a queue.</summary>
    public long Product => Rate / 8 * RoundTrip / 1000;

    /// <summary>Bytes that may wait; never fewer than two full frames.</summary>
    public long QueueBytes => Math.Max(Product * BufferQuarters / 4, 2 * FullFrame);

    /// <summary>Virtual seconds of a run: long enough for many round trips and, where these are long, for several of CUBIC's epochs.</summary>
    public int Seconds => RoundTrip switch { < 10 => 5, < 50 => 10, _ => 30 };

    /// <summary>
    /// What the loss alone lets Reno reach, in thousandths of the rate: a window of sqrt(3 / (2 p)) segments per round trip and flow
    /// (Mathis 1997; RFC 9438 section 5.2 for Reno), up to what the headers leave; CUBIC is never slower.
    /// </summary>
    public long ReachableGoodput(int flows)
    {
        if (LossPerMille == 0)
            return 941;
        double window = Math.Sqrt(1.5 / (LossPerMille / 1000.0));
        return Math.Min(941, (long)(flows * window * 1448 * 8 * 1000 * 1000 / RoundTrip / Rate));
    }

    /// <summary>Towards the receivers: the bottleneck.</summary>
    public LinkOptions Forward => new()
    {
        BitsPerSecond = Rate,
        QueueBytes = QueueBytes,
        QueueFrames = int.MaxValue,
        Delay = TimeSpan.FromMilliseconds(RoundTrip) / 2,
        Loss = LossPerMille / 1000.0,
    };

    /// <summary>Towards the senders: only acknowledgments, which never wait. They jitter by the line time of a full frame, so that flows do not lock each other out by their phase (Floyd and Jacobson 1992).</summary>
    public LinkOptions Backward => new() { Delay = TimeSpan.FromMilliseconds(RoundTrip) / 2, Jitter = BackwardJitter };

    public override string ToString() => $"{RoundTrip} ms, {LossPerMille}/1000 lost, {QueueBytes} bytes may wait,";
}
