namespace DSoftBus.Net.Dns;

/// <summary>How a lookup stands.</summary>
public enum DnsState : byte
{
    /// <summary>No such lookup (or taken already).</summary>
    Unknown,
    Pending,

    /// <summary>There are addresses.</summary>
    Resolved,

    /// <summary>The name does not exist or has no address.</summary>
    NotFound,

    /// <summary>The resolver refused or failed.</summary>
    Failed,
    TimedOut,
}
