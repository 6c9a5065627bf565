using System.Threading.Channels;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>A node of the test on the guest's cable that resolves it, pings it, and compares what comes back byte for byte.</summary>
internal sealed class PingingPeer
{
    private const ushort Identifier = 0x7E57;
    private static readonly MacAddress Hardware = MacAddress.Parse("52:54:00:12:34:77");
    private static readonly Ipv4Address Own = new(10, 42, 0, 119);

    private readonly Channel<byte[]> _replies = Channel.CreateUnbounded<byte[]>();
    private readonly MacAddress _guest;
    private readonly Ipv4Address _guestAddress;
    private readonly VirtualPort _port;

    public PingingPeer(CableSwitch cable, MacAddress guest, Ipv4Address guestAddress)
    {
        _guest = guest;
        _guestAddress = guestAddress;
        _port = cable.AttachVirtual("peer", (_, frame) =>
        {
            if (EthernetView.TryParse(frame.Span, out EthernetView ethernet) is WireError.None && ethernet.Destination == Hardware)
                _replies.Writer.TryWrite(frame.ToArray());
        });
    }

    /// <summary>Asks for the guest's hardware address, so that the guest learns ours.</summary>
    public async Task<MacAddress> ResolveAsync()
    {
        byte[] frame = new byte[EthernetRepr.Length + ArpRepr.Length];
        new EthernetRepr(MacAddress.Broadcast, Hardware, EtherType.Arp).Emit(frame);
        new ArpRepr(ArpOperation.Request, Hardware, Own, default, _guestAddress).Emit(frame.AsSpan(EthernetRepr.Length));
        _port.Send(frame);
        byte[] reply = await _replies.Reader.ReadAsync();
        return EthernetView.TryParse(reply, out EthernetView ethernet) is WireError.None
            && ethernet.Type == EtherType.Arp
            && ArpView.TryParse(ethernet.Payload, out ArpView arp) is WireError.None
            ? arp.SenderHardware
            : default;
    }

    public void Ping(int payloadLength, ushort sequence)
    {
        var echo = new IcmpEchoRepr(false, Identifier, sequence, payloadLength);
        var ip = new Ipv4Repr(Own, _guestAddress, IpProtocol.Icmp, echo.Length);
        byte[] frame = new byte[EthernetRepr.Length + ip.Length];
        new EthernetRepr(_guest, Hardware, EtherType.Ipv4).Emit(frame);
        Span<byte> message = frame.AsSpan(EthernetRepr.Length + ip.HeaderLength);
        Fill(message[IcmpView.HeaderLength..], sequence);
        echo.Emit(message);
        ip.Emit(frame.AsSpan(EthernetRepr.Length));
        _port.Send(frame);
    }

    /// <summary>The next reply: its sequence number, and the length of its payload if every byte of it is right, else -1.</summary>
    public async Task<(ushort Sequence, int PayloadLength)> ReplyAsync()
    {
        return Check(await _replies.Reader.ReadAsync());
    }

    private (ushort Sequence, int PayloadLength) Check(ReadOnlySpan<byte> frame)
    {
        if (EthernetView.TryParse(frame, out EthernetView ethernet) is not WireError.None
            || ethernet.Source != _guest
            || Ipv4View.TryParse(ethernet.Payload, out Ipv4View ip) is not WireError.None
            || ip.Protocol != IpProtocol.Icmp
            || IcmpView.TryParse(ip.Payload, out IcmpView icmp) is not WireError.None
            || !icmp.IsChecksumValid
            || icmp.Type != IcmpType.EchoReply
            || icmp.Identifier != Identifier)
            return (0, -1);
        byte[] expected = new byte[icmp.Payload.Length];
        Fill(expected, icmp.Sequence);
        return (icmp.Sequence, icmp.Payload.SequenceEqual(expected) ? icmp.Payload.Length : -1);
    }

    private static void Fill(Span<byte> payload, ushort sequence)
    {
        for (int i = 0; i < payload.Length; i++)
            payload[i] = (byte)((sequence * 7) + i);
    }
}
