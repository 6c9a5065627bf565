namespace DSoftBus.Net.Icmp;

/// <summary>What became of an echo request.</summary>
public enum EchoState : byte
{
    /// <summary>No such request (or taken already).</summary>
    Unknown,
    Pending,
    Replied,

    /// <summary>An ICMP error came, or the neighbour did not answer ARP.</summary>
    Unreachable,
    TimedOut,
}
