using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire;

/// <summary>A DHCP message that a client or a server sends (RFC 2131 section 2, options of RFC 2132). Absent options are null.</summary>
public readonly record struct DhcpRepr(DhcpMessageType MessageType, uint TransactionId, MacAddress ClientHardware)
{
    /// <summary>The smallest BOOTP message (RFC 951 section 3, 300 bytes); some relays drop shorter ones.</summary>
    public const int MinimumLength = 300;

    /// <summary>The largest that <see cref="Emit"/> can write.</summary>
    public const int MaximumLength = 320;

    /// <summary>Subnet mask, router, resolver, lease, renewal and rebinding time, MTU: what the client can use.</summary>
    private static ReadOnlySpan<byte> WantedOptions => [1, 3, 6, 26, 51, 58, 59];

    /// <summary>From a server.</summary>
    public bool IsReply { get; init; }

    /// <summary>Since the client began.</summary>
    public ushort Seconds { get; init; }

    public bool Broadcast { get; init; }

    public Ipv4Address ClientAddress { get; init; }

    public Ipv4Address YourAddress { get; init; }

    public Ipv4Address ServerAddress { get; init; }

    public Ipv4Address RelayAddress { get; init; }

    public Ipv4Address? RequestedAddress { get; init; }

    public Ipv4Address? ServerIdentifier { get; init; }

    public uint? SubnetMask { get; init; }

    public Ipv4Address? Router { get; init; }

    public Ipv4Address? DomainNameServer { get; init; }

    /// <summary>Seconds; all ones is for ever (RFC 2131 section 3.3).</summary>
    public uint? LeaseTime { get; init; }

    /// <summary>T1, seconds.</summary>
    public uint? RenewalTime { get; init; }

    /// <summary>T2, seconds.</summary>
    public uint? RebindingTime { get; init; }

    /// <summary>Bytes that the sender takes, at least 576 (RFC 2132 section 9.10).</summary>
    public ushort? MaximumMessageSize { get; init; }

    /// <summary>Whether the parameter request list goes along (RFC 2132 section 9.8).</summary>
    public bool RequestsParameters { get; init; }

    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public int Length => Math.Max(MinimumLength, DhcpView.FixedLength + 3 + 1
        + (6 * (Present(RequestedAddress) + Present(ServerIdentifier) + Present(SubnetMask) + Present(Router) + Present(DomainNameServer)
            + Present(LeaseTime) + Present(RenewalTime) + Present(RebindingTime)))
        + (4 * Present(MaximumMessageSize))
        + (RequestsParameters ? 2 + WantedOptions.Length : 0));

    public static DhcpRepr From(DhcpView view) => new(view.MessageType, view.TransactionId, view.ClientHardware)
    {
        IsReply = view.Operation == DhcpView.ReplyOperation,
        Seconds = view.Seconds,
        Broadcast = view.Broadcast,
        ClientAddress = view.ClientAddress,
        YourAddress = view.YourAddress,
        ServerAddress = view.ServerAddress,
        RelayAddress = view.RelayAddress,
        RequestedAddress = Address(view.Word(DhcpOption.RequestedAddress)),
        ServerIdentifier = Address(view.Word(DhcpOption.ServerIdentifier)),
        SubnetMask = view.Word(DhcpOption.SubnetMask),
        Router = Address(view.Word(DhcpOption.Router)),
        DomainNameServer = Address(view.Word(DhcpOption.DomainNameServer)),
        LeaseTime = view.Word(DhcpOption.LeaseTime),
        RenewalTime = view.Word(DhcpOption.RenewalTime),
        RebindingTime = view.Word(DhcpOption.RebindingTime),
        MaximumMessageSize = view.TryGetOption(DhcpOption.MaximumMessageSize, out var size) && size.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(size) : null,
        RequestsParameters = view.TryGetOption(DhcpOption.ParameterRequestList, out _),
    };

    /// <summary>Writes the whole message; <paramref name="message"/> has at least <see cref="Length"/> bytes.</summary>
    public void Emit(Span<byte> message)
    {
        message = message[..Length];
        message.Clear();
        message[0] = IsReply ? DhcpView.ReplyOperation : DhcpView.RequestOperation;
        message[1] = (byte)ArpRepr.EthernetHardware;
        message[2] = MacAddress.Length;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], TransactionId);
        BinaryPrimitives.WriteUInt16BigEndian(message[8..], Seconds);
        message[10] = Broadcast ? (byte)0x80 : (byte)0;
        ClientAddress.Write(message[12..]);
        YourAddress.Write(message[16..]);
        ServerAddress.Write(message[20..]);
        RelayAddress.Write(message[24..]);
        ClientHardware.CopyTo(message[28..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[236..], DhcpView.Cookie);

        var options = message[DhcpView.FixedLength..];
        options[0] = (byte)DhcpOption.MessageType;
        options[1] = 1;
        options[2] = (byte)MessageType;
        options = options[3..];
        options = Put(options, DhcpOption.RequestedAddress, RequestedAddress?.Value);
        options = Put(options, DhcpOption.ServerIdentifier, ServerIdentifier?.Value);
        options = Put(options, DhcpOption.SubnetMask, SubnetMask);
        options = Put(options, DhcpOption.Router, Router?.Value);
        options = Put(options, DhcpOption.DomainNameServer, DomainNameServer?.Value);
        options = Put(options, DhcpOption.LeaseTime, LeaseTime);
        options = Put(options, DhcpOption.RenewalTime, RenewalTime);
        options = Put(options, DhcpOption.RebindingTime, RebindingTime);
        if (MaximumMessageSize is { } size)
        {
            options[0] = (byte)DhcpOption.MaximumMessageSize;
            options[1] = 2;
            BinaryPrimitives.WriteUInt16BigEndian(options[2..], size);
            options = options[4..];
        }

        if (RequestsParameters)
        {
            options[0] = (byte)DhcpOption.ParameterRequestList;
            options[1] = (byte)WantedOptions.Length;
            WantedOptions.CopyTo(options[2..]);
            options = options[(2 + WantedOptions.Length)..];
        }

        options[0] = (byte)DhcpOption.End;
    }

    private static Span<byte> Put(Span<byte> options, DhcpOption code, uint? value)
    {
        if (value is not { } word)
            return options;
        options[0] = (byte)code;
        options[1] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(options[2..], word);
        return options[6..];
    }

    private static int Present<T>(T? value)
        where T : struct => value is null ? 0 : 1;

    private static Ipv4Address? Address(uint? word) => word is { } value ? new Ipv4Address(value) : null;
}
