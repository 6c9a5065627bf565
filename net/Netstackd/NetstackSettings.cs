using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;

namespace DSoftBus.Net.Netstackd;

/// <summary>Bounds of the facade and the settings of what lies below it.</summary>
public sealed record NetstackSettings
{
    /// <summary>Slot of the requests, RECV.</summary>
    public const int RequestSlot = 5;

    /// <summary>Slot of the network device.</summary>
    public const int DeviceSlot = 48;

    public int Listeners { get; init; } = 16;

    public int Streams { get; init; } = 64;

    public int UdpSockets { get; init; } = 16;

    /// <summary>Of each kind, the part of the table that one sender may fill, as a divisor.</summary>
    public int OwnerShare { get; init; } = 2;

    /// <summary>Connections that wait in one listener.</summary>
    public int Backlog { get; init; } = 8;

    /// <summary>Replies that wait for an event; each holds a slot of the 96.</summary>
    public int Deferred { get; init; } = 56;

    /// <summary>Replies that wait for room in a client's inbox; each holds a slot.</summary>
    public int LateReplies { get; init; } = 16;

    /// <summary>How long such a reply waits.</summary>
    public TimeSpan LateReplyLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Senders that may move memory objects; each holds a slot for the way back.</summary>
    public int ObjectChannels { get; init; } = 12;

    public NetStackOptions Stack { get; init; } = new();

    public TcpSettings Tcp { get; init; } = new();
}
