namespace DSoftBus.Net.Facade;

/// <summary>Operations of the sockets facade: 1 to 12 of the reference, the others ours: 13 to 20 in messages, 32 to 36 with memory objects. A reply carries the number with bit 7 set.</summary>
public enum FacadeOperation : byte
{
    None = 0,
    Listen = 1,
    Accept = 2,
    Connect = 3,
    Read = 4,
    Write = 5,
    UdpBind = 6,
    UdpSendTo = 7,
    UdpReceiveFrom = 8,
    IcmpPing = 9,
    LocalAddress = 10,
    Close = 11,
    WaitWritable = 12,

    /// <summary>Answered when the handle is ready or the time is over.</summary>
    Wait = 13,

    /// <summary>Closes a handle of any kind.</summary>
    CloseAny = 14,

    /// <summary>Multicast membership until the socket closes.</summary>
    UdpJoin = 15,

    /// <summary>Counters of one group.</summary>
    Stat = 16,

    /// <summary>Addresses of a name.</summary>
    DnsA = 17,

    /// <summary>Ends the sending side of a stream; reading goes on.</summary>
    Shutdown = 18,

    /// <summary>Changes one setting of a stream.</summary>
    StreamSet = 19,

    /// <summary>Reads one setting of a stream.</summary>
    StreamGet = 20,

    /// <summary>Sends text out of the memory object that came with the request.</summary>
    StreamWriteObject = 32,

    /// <summary>Fills the memory object that came with the request with text.</summary>
    StreamReadObject = 33,

    /// <summary>Leaves the reply capability with netstackd: answers to requests that bring a memory object go there, and the object with them.</summary>
    ObjectChannel = 34,

    /// <summary>Sends a datagram out of a memory object.</summary>
    UdpSendObject = 35,

    /// <summary>Receives a datagram into a memory object.</summary>
    UdpReceiveObject = 36,
}
