namespace DSoftBus.Net.Tcp;

public enum TcpReadStatus : byte
{
    Ok = 0,

    /// <summary>No text yet.</summary>
    WouldBlock = 1,

    /// <summary>The peer closed and everything was taken.</summary>
    EndOfStream = 2,

    /// <summary>See <see cref="TcpConnection.Failure"/>.</summary>
    Failed = 3,
}
