namespace DSoftBus.Net.Arp;

/// <summary>State of one entry of the neighbour cache.</summary>
internal enum NeighborState : byte
{
    Free,

    /// <summary>Asked, no answer yet; at most one packet waits.</summary>
    Incomplete,

    /// <summary>Known and believed.</summary>
    Reachable,

    /// <summary>Known, old, and being asked again; used meanwhile.</summary>
    Refreshing,
}
