namespace DSoftBus.Net.Facade;

/// <summary>Sizes of facade frames, bytes (netstackd-ipc.md sections 1 and 2).</summary>
public static class FacadeLimits
{
    public const int RequestHeader = 4;
    public const int ReplyHeader = 5;
    public const int Nonce = 8;

    /// <summary>Requests are cut to this before they are read, except UDP_SEND_TO.</summary>
    public const int Request = 512;

    /// <summary>Text of one WRITE with a nonce: 512 - 10 - 8.</summary>
    public const int WriteWithNonce = 494;

    public const int Write = 502;

    /// <summary>READ gives at most this.</summary>
    public const int Read = 480;

    /// <summary>UDP_RECV_FROM gives at most this to a caller whose <c>max</c> is at most 512, so that the reply fits the reference's buffers.</summary>
    public const int UdpReceiveSmall = 460;

    /// <summary>Largest datagram: 1500 - 20 - 8. The largest announce has 1145 bytes (decisions.md).</summary>
    public const int Datagram = 1472;

    /// <summary>Largest request there is: UDP_SEND_TO of a whole datagram with a nonce.</summary>
    public const int LargestRequest = 16 + Datagram + Nonce;

    /// <summary>Largest reply there is: UDP_RECV_FROM of a whole datagram with a nonce.</summary>
    public const int LargestReply = 13 + Datagram + Nonce;

    public const int Name = 253;

    /// <summary>Addresses in one DNS_A reply.</summary>
    public const int Addresses = 8;

    /// <summary>Bounds of the times of <see cref="StreamOption"/>, milliseconds.</summary>
    public const uint ShortestOptionTime = 1000;

    public const uint LongestOptionTime = 86_400_000;

    /// <summary>WAIT without a time limit.</summary>
    public const ushort NoTimeout = 0xffff;
}
