namespace DSoftBus.Net.Tcp;

public enum TcpWriteStatus : byte
{
    /// <summary>At least one octet was taken.</summary>
    Ok = 0,

    /// <summary>Not connected yet, the send buffer is full, or no packet buffer is free.</summary>
    WouldBlock = 1,

    /// <summary>This side closed.</summary>
    Closed = 2,

    /// <summary>See <see cref="TcpConnection.Failure"/>.</summary>
    Failed = 3,
}
