namespace DSoftBus.Net.Arp;

/// <summary>Times of address conflict detection (RFC 5227 section 1.1). The address is used from the start, while its probes run.</summary>
public sealed record ConflictOptions
{
    /// <summary>PROBE_NUM; zero: nothing is asked, conflicts are still seen and answered.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>PROBE_WAIT: upper bound of the random delay of the first probe, so that machines switched on together do not all speak at once.</summary>
    public TimeSpan ProbeWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>PROBE_MIN and PROBE_MAX: bounds of the random time between probes.</summary>
    public TimeSpan ProbeMinimum { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ProbeMaximum { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>ANNOUNCE_WAIT: from the last probe to the first announcement after it.</summary>
    public TimeSpan AnnounceWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>ANNOUNCE_NUM; one more leaves when the address is taken.</summary>
    public int Announcements { get; init; } = 2;

    /// <summary>ANNOUNCE_INTERVAL.</summary>
    public TimeSpan AnnounceInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>DEFEND_INTERVAL: at most one defence in this time.</summary>
    public TimeSpan DefendInterval { get; init; } = TimeSpan.FromSeconds(10);
}
