namespace DSoftBus.Softbus.Traits;

/// <summary>Which side of a session this node is.</summary>
public enum SessionRole : byte
{
    /// <summary>Connected and sent Noise message 1; asks on channel n.</summary>
    Dialler = 1,

    /// <summary>Accepted; asks on channel 0x8000 + n where bit 4 was negotiated.</summary>
    Acceptor = 2,
}
