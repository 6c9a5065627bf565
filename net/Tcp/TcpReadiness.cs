namespace DSoftBus.Net.Tcp;

/// <summary>What would not block now.</summary>
[Flags]
public enum TcpReadiness : byte
{
    None = 0,

    /// <summary>Read gives text, the end of the stream or a failure; accept gives a connection.</summary>
    Readable = 1,

    /// <summary>Write takes text or gives a failure.</summary>
    Writable = 2,
}
