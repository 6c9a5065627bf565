using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>A host without a stack: keeps what it receives and sends what a test says, byte for byte.</summary>
internal sealed class ScriptedHost(INetDevice device, Ipv4Address address)
{
    public MacAddress Hardware => device.Address;

    public Ipv4Address Address => address;

    public List<byte[]> Received { get; } = [];

    /// <summary>Answers ARP for its address.</summary>
    public bool AnswersArp { get; set; } = true;

    /// <summary>Called for every frame.</summary>
    public Action<byte[]>? OnFrame { get; set; }

    public void Drain()
    {
        while (device.TryReceive(out var frame))
        {
            byte[] bytes = frame.Span.ToArray();
            frame.Release();
            Received.Add(bytes);
            Answer(bytes);
            OnFrame?.Invoke(bytes);
        }
    }

    public void Send(byte[] frame)
    {
        Assert(device.Buffers.TryRent(0, out var buffer));
        frame.CopyTo(buffer!.Append(frame.Length));
        Assert(device.TryTransmit(buffer) == TransmitStatus.Queued);
        buffer.Release();
    }

    public void SendArp(in ArpRepr repr, MacAddress destination)
    {
        byte[] frame = new byte[EthernetRepr.Length + ArpRepr.Length];
        new EthernetRepr(destination, Hardware, EtherType.Arp).Emit(frame);
        repr.Emit(frame.AsSpan(EthernetRepr.Length));
        Send(frame);
    }

    /// <summary>Sends an IPv4 packet; <paramref name="change"/> may spoil it before it leaves.</summary>
    public void SendIpv4(MacAddress to, in Ipv4Repr repr, ReadOnlySpan<byte> payload, Action<byte[]>? change = null)
    {
        byte[] frame = new byte[EthernetRepr.Length + repr.Length];
        new EthernetRepr(to, Hardware, EtherType.Ipv4).Emit(frame);
        repr.Emit(frame.AsSpan(EthernetRepr.Length));
        payload.CopyTo(frame.AsSpan(EthernetRepr.Length + repr.HeaderLength));
        change?.Invoke(frame);
        Send(frame);
    }

    public void SendUdp(MacAddress to, Ipv4Address destination, ushort from, ushort port, ReadOnlySpan<byte> payload, Ipv4Address? source = null, Action<byte[]>? change = null)
    {
        var udp = new UdpRepr(from, port, payload.Length);
        byte[] datagram = new byte[udp.Length];
        udp.Emit(datagram);
        payload.CopyTo(datagram.AsSpan(UdpView.HeaderLength));
        UdpRepr.FillChecksum(datagram, source ?? address, destination);
        SendIpv4(to, new Ipv4Repr(source ?? address, destination, IpProtocol.Udp, datagram.Length), datagram, change);
    }

    /// <summary>Received IPv4 packets of one protocol: the payload.</summary>
    public List<byte[]> Payloads(IpProtocol protocol)
    {
        var payloads = new List<byte[]>();
        foreach (byte[] frame in Received)
        {
            if (EthernetView.TryParse(frame, out var ethernet) == WireError.None && ethernet.Type == EtherType.Ipv4
                && Ipv4View.TryParse(ethernet.Payload, out var packet) == WireError.None && packet.Protocol == protocol)
            {
                payloads.Add(packet.Payload.ToArray());
            }
        }

        return payloads;
    }

    private static void Assert(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("The scripted host could not send.");
    }

    private void Answer(byte[] frame)
    {
        if (!AnswersArp || EthernetView.TryParse(frame, out var ethernet) != WireError.None || ethernet.Type != EtherType.Arp
            || ArpView.TryParse(ethernet.Payload, out var view) != WireError.None
            || view.Operation != ArpOperation.Request || view.TargetAddress != address || view.SenderAddress == address)
        {
            return;
        }

        SendArp(new ArpRepr(ArpOperation.Reply, Hardware, address, view.SenderHardware, view.SenderAddress), view.SenderHardware);
    }
}
