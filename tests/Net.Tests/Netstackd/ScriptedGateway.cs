using System.Buffers.Binary;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Net.Stack;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>The other end of a world with DHCP: a server for leases, echo and names at 10.42.0.2; each part can be silent.</summary>
internal sealed class ScriptedGateway
{
    private const ushort NamePort = 53;
    private static readonly Ipv4Address Own = new(10, 42, 0, 2);

    private readonly ScriptedHost _host;
    private readonly TaskLoop _loop;

    public ScriptedGateway(NetworkWorld world)
    {
        _loop = world.Loop;
        var device = world.Link.Attach(MacAddress.From([0x52, 0x54, 0, 0x12, 0x34, 2]), new HostMemoryPool());
        _host = new ScriptedHost(device, Own);
        _ = new DhcpScriptServer(_host);
        var lease = _host.OnFrame!;
        _host.OnFrame = frame =>
        {
            lease(frame);
            OnFrame(frame);
        };
        world.Loop.Start(async () =>
        {
            while (true)
            {
                _host.Drain();
                await device.WaitAsync(Instant.Never);
            }
        });
    }

    public bool AnswersEcho { get; set; } = true;

    public bool AnswersNames { get; set; } = true;

    /// <summary>Names that were asked for.</summary>
    public int Queries => Questions.Count;

    /// <summary>The queries as they came, with the port they came from.</summary>
    public List<(Instant Time, ushort From, byte[] Message)> Questions { get; } = [];

    /// <summary>The echo requests: identifier, number and payload.</summary>
    public List<(ushort Identifier, ushort Sequence, byte[] Payload)> Echoes { get; } = [];

    /// <summary>Port that answers to queries come from.</summary>
    public ushort AnswersFrom { get; set; } = NamePort;

    /// <summary>What becomes of an answer before it leaves.</summary>
    public Func<byte[], byte[]> Change { get; set; } = static answer => answer;

    public static Ipv4Address Resolved => new(10, 9, 8, 7);

    private void OnFrame(byte[] frame)
    {
        if (EthernetView.TryParse(frame, out var ethernet) != WireError.None || ethernet.Type != EtherType.Ipv4
            || Ipv4View.TryParse(ethernet.Payload, out var packet) != WireError.None || packet.Destination != Own)
        {
            return;
        }

        if (packet.Protocol == IpProtocol.Icmp && IcmpView.TryParse(packet.Payload, out var icmp) == WireError.None && icmp.Type == IcmpType.EchoRequest)
        {
            Echoes.Add((icmp.Identifier, icmp.Sequence, packet.Payload[8..].ToArray()));
            if (!AnswersEcho)
                return;
            var message = packet.Payload.ToArray();
            (IcmpEchoRepr.From(icmp) with { IsReply = true }).Emit(message);
            _host.SendIpv4(ethernet.Source, new Ipv4Repr(Own, packet.Source, IpProtocol.Icmp, message.Length), message);
        }
        else if (packet.Protocol == IpProtocol.Udp && UdpView.TryParse(packet.Payload, out var udp) == WireError.None && udp.DestinationPort == NamePort)
        {
            Questions.Add((_loop.Now, udp.SourcePort, udp.Payload.ToArray()));
            if (AnswersNames)
                _host.SendUdp(ethernet.Source, packet.Source, AnswersFrom, udp.SourcePort, Change(Answer(udp.Payload)));
        }
    }

    // The query with one address record behind it (RFC 1035 section 4.1).
    private static byte[] Answer(ReadOnlySpan<byte> query)
    {
        var answer = new byte[query.Length + 16];
        query.CopyTo(answer);
        answer[2] |= 0x80;
        answer[7] = 1;
        var record = answer.AsSpan(query.Length);
        BinaryPrimitives.WriteUInt16BigEndian(record, 0xc00c);
        record[3] = 1;
        record[5] = 1;
        record[9] = 60;
        record[11] = 4;
        Resolved.Write(record[12..]);
        return answer;
    }
}
