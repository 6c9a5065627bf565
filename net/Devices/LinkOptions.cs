namespace DSoftBus.Net.Devices;

/// <summary>
/// What a simulated link does to frames on their way to one port: they wait in a queue, pass a line, travel, and suffer.
/// Probabilities are 0..1 and apply to each frame and receiver on its own.
/// </summary>
public sealed record LinkOptions
{
    /// <summary>From the line's end to the arrival.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Each frame takes up to so much longer, evenly distributed; frames do not overtake each other by it.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Lost behind the line: the frame took its time there.</summary>
    public double Loss { get; init; }

    /// <summary>Lost in bursts, besides <see cref="Loss"/>; null: none.</summary>
    public BurstLoss? Burst { get; init; }

    /// <summary>A frame so chosen arrives twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>A frame so chosen arrives later by <see cref="ReorderDelay"/>, after what was sent behind it.</summary>
    public double Reorder { get; init; }

    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>A frame so chosen has one bit flipped.</summary>
    public double Corrupt { get; init; }

    /// <summary>Bits per second of the line, on which a frame takes its length and 24 bytes more (IEEE 802.3: preamble, check sequence, gap); zero: no limit, and nothing ever waits.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>Frames that may wait for the line, without the one that is on it; what comes then is dropped.</summary>
    public int QueueFrames { get; init; } = 1000;

    /// <summary>Bytes of frames that may wait for the line.</summary>
    public long QueueBytes { get; init; } = long.MaxValue;

    /// <summary>Frames on the way to one port, waiting or travelling, that the simulation holds; more are dropped as if the queue were full.</summary>
    public int InFlightLimit { get; init; } = 16_384;

    /// <summary>Packet buffers of a port that is attached.</summary>
    public int BuffersPerPort { get; init; } = 256;

    /// <summary>The same seed, the same order of attaching and the same traffic give the same faults. Only the one that the link was made with counts; every port has a stream of its own.</summary>
    public ulong Seed { get; init; }
}
