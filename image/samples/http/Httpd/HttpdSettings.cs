namespace DSoftBus.Samples.Httpd;

/// <summary>Bounds and times of the server.</summary>
/// <remarks>
/// A connection makes one facade call at a time, so <see cref="Connections"/> + <see cref="Refusals"/> + 1 for the listener must stay
/// within the 32 calls that a facade client has in flight.
/// </remarks>
internal sealed record HttpdSettings
{
    public const ushort DefaultPort = 80;

    public ushort Port { get; init; } = DefaultPort;

    /// <summary>Connections that are served at once.</summary>
    public int Connections { get; init; } = 24;

    /// <summary>Connections above that which are being told 503 at once; more wait in the listener's backlog.</summary>
    public int Refusals { get; init; } = 4;

    /// <summary>Memory for the bodies of all connections, bytes.</summary>
    public int BodyMemory { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a connection may wait for the beginning of a request.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the head of a request may take from its first byte.</summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the body of a request may take in all.</summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the client may stop the body of a request for.</summary>
    public TimeSpan BodyPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the client may take for one buffer of a response.</summary>
    public TimeSpan Write { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long, and how many bytes of, what the client still sends is read after the last response, so that no reset overtakes it (RFC 9112 section 9.6).</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(2);

    public int LingerBytes { get; init; } = 2 * 1024 * 1024;
}
