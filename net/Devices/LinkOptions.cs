namespace DSoftBus.Net.Devices;

/// <summary>What a simulated link does to frames. Probabilities are 0..1 and apply to each frame and receiver on its own.</summary>
public sealed record LinkOptions
{
    /// <summary>From every frame's sending to its arrival.</summary>
    public TimeSpan Delay { get; init; }

    public double Loss { get; init; }

    public double Duplicate { get; init; }

    /// <summary>A frame so chosen arrives later by <see cref="ReorderDelay"/>, after what was sent behind it.</summary>
    public double Reorder { get; init; }

    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>A frame so chosen has one bit flipped.</summary>
    public double Corrupt { get; init; }

    /// <summary>Bits per second of each port's way in; zero: no limit.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>Frames on the way to one port; more are dropped from the tail.</summary>
    public int QueueLimit { get; init; } = 1000;

    /// <summary>Packet buffers of each port.</summary>
    public int BuffersPerPort { get; init; } = 256;

    /// <summary>The same seed and the same traffic give the same faults.</summary>
    public ulong Seed { get; init; }
}
