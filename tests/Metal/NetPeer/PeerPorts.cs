namespace DSoftBus.Tests.Metal.NetPeer;

/// <summary>What the peer answers on which port. The first four are those of the TAP comparison and exist on both kernels, the others on our stack only.</summary>
public static class PeerPorts
{
    /// <summary>TCP: reads all; answers FIN with the count of bytes, 8 bytes little-endian.</summary>
    public const ushort Sink = 5001;

    /// <summary>TCP: writes until the other end is gone.</summary>
    public const ushort Source = 5002;

    /// <summary>TCP: sends back what comes.</summary>
    public const ushort Echo = 5003;

    /// <summary>TCP: reads until FIN, then closes.</summary>
    public const ushort Hold = 5004;

    /// <summary>TCP: reads until FIN, answers with the SHA-256 of all, 32 bytes.</summary>
    public const ushort Digest = 5005;

    /// <summary>TCP: takes a seed and a length (4 bytes each, little-endian), writes that much of <see cref="PeerPattern"/> and FIN, reads on until FIN, and prints how much came after its own.</summary>
    public const ushort Pattern = 5006;

    /// <summary>TCP: resets the connection at the first byte.</summary>
    public const ushort Reset = 5007;

    /// <summary>TCP: as <see cref="Digest"/>, but leaves its window closed for a second before it reads.</summary>
    public const ushort Late = 5008;

    /// <summary>TCP: nobody listens.</summary>
    public const ushort Closed = 5009;

    /// <summary>UDP: sends a datagram of up to <see cref="LargestEcho"/> bytes back, answers a longer one with its SHA-256.</summary>
    public const ushort Datagrams = 5003;

    /// <summary>UDP: answers anything with counters, as lines NAME VALUE.</summary>
    public const ushort Counters = 5010;

    /// <summary>What fits in one packet of 1500 bytes.</summary>
    public const int LargestEcho = 1472;
}
