namespace DSoftBus.Softbus.Discovery;

/// <summary>What an announce meant to this node.</summary>
public enum AnnounceOutcome : byte
{
    /// <summary>No announce v1.</summary>
    Malformed = 0,

    /// <summary>Not for us: our own, an id that is not 64 lower-case hex digits, a goodbye of an unknown or configured peer, or no room for its pin.</summary>
    Ignored = 1,

    /// <summary>A peer that was not in the cache.</summary>
    Learned = 2,

    /// <summary>A peer in the cache, its expiry moved; port, address or services may have changed (only services of a configured one).</summary>
    Refreshed = 3,

    /// <summary>Another key than the pinned one: kept out.</summary>
    Conflict = 4,

    /// <summary>Port 0 with the pinned key: the peer left and is forgotten; its pin stays.</summary>
    Goodbye = 5,
}
