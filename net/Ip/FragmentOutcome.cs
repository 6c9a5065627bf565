namespace DSoftBus.Net.Ip;

/// <summary>What a fragment did to its datagram.</summary>
internal enum FragmentOutcome : byte
{
    /// <summary>Others are missing.</summary>
    Added,

    /// <summary>All of it was there already.</summary>
    Duplicate,

    /// <summary>Part of it was there already, or it contradicts the datagram's length: the whole datagram is given up.</summary>
    Conflict,

    /// <summary>Nothing is missing.</summary>
    Complete,
}
