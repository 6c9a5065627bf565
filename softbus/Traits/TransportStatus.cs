namespace DSoftBus.Softbus.Traits;

/// <summary>How one read or write on a byte stream ended.</summary>
public enum TransportStatus : byte
{
    Ok = 0,

    /// <summary>The peer closed its side and everything it sent was read.</summary>
    EndOfStream = 1,

    /// <summary>The deadline passed.</summary>
    TimedOut = 2,

    /// <summary>The connection is gone: reset, closed by this side, or the network task ended.</summary>
    Reset = 3,
}
