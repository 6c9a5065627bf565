using System.Text;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Capture;
using DSoftBus.Runtime.Devices;
using DSoftBus.Tests.Qemu.Cable;
using Xunit;

namespace DSoftBus.Tests.Qemu.Capture;

public sealed class SessionEvidenceTests
{
    private const ushort PortA = 34567;
    private const ushort PortB = 34568;
    private const ushort Ephemeral = 50000;

    private static readonly (string, MacAddress, ushort)[] Nodes = [("A", MacAddress.Parse(Frames.A), PortA), ("B", MacAddress.Parse(Frames.B), PortB)];
    private static readonly Ipv4Address AddressA = new(10, 42, 0, 10);
    private static readonly Ipv4Address AddressB = new(10, 42, 0, 11);
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);

    [Fact]
    public void AGoodRunHoldsInEveryItem() => Assert.All(Check(Good()), item => Assert.True(item.Holds, $"{item.Key}: {item.Detail}"));

    [Theory]
    [InlineData(0, "IGMP_A")]
    [InlineData(1, "IGMP_B")]
    [InlineData(2, "ANNOUNCE_A")]
    [InlineData(3, "ANNOUNCE_B")]
    [InlineData(4, "DIAL")]
    [InlineData(5, "DIAL")]
    [InlineData(6, "CLOSE")]
    [InlineData(7, "CLOSE")]
    public void AMissingFrameBreaksItsItem(int frame, string key)
    {
        List<byte[]> frames = Good();
        frames.RemoveAt(frame);
        Assert.Contains(key, Broken(frames));
    }

    [Fact]
    public void TheHigherIdMustNotDial() =>
        Assert.Equal(["DIAL"], Broken([.. Good(), Tcp(Frames.B, AddressB, AddressA, Ephemeral, PortA, TcpFlags.Syn)]));

    [Fact]
    public void AResetIsNoOrderlyClose() =>
        Assert.Equal(["CLOSE"], Broken([.. Good(), Tcp(Frames.A, AddressA, AddressB, Ephemeral, PortB, TcpFlags.Rst)]));

    [Fact]
    public void EveryFlippedBitBehindTheEthernetHeaderIsNoticed()
    {
        // The checksums of IPv4 and of the transports cover everything from there on.
        foreach (byte[] frame in Good())
        {
            for (int offset = EthernetView.HeaderLength; offset < frame.Length; offset++)
            {
                byte[] bad = [.. frame];
                bad[offset] ^= 0x10;
                Assert.NotNull(FrameCheck.Describe(bad));
            }
        }
    }

    [Fact]
    public void CountsAreByNode()
    {
        CaptureCounts a = CaptureCounts.Of(Numbered(Good()), Nodes[0].Item2);
        Assert.Equal(new CaptureCounts(Arp: 0, UdpDiscovery: 2, TcpSession: 4, Syn: 1, SynAck: 1, Rst: 0), a);
        CaptureCounts stranger = CaptureCounts.Of(Numbered(Good()), MacAddress.Parse(Frames.C));
        Assert.Equal((2, 0), (stranger.UdpDiscovery, stranger.TcpSession));
    }

    private static IReadOnlyList<EvidenceItem> Check(List<byte[]> frames) => SessionEvidence.Check(Numbered(frames), Nodes);

    private static IEnumerable<string> Broken(List<byte[]> frames) => Check(frames).Where(item => !item.Holds).Select(item => item.Key);

    private static List<CapturedFrame> Numbered(List<byte[]> frames) =>
        [.. frames.Select((bytes, index) => new CapturedFrame(index + 1, "A", DateTimeOffset.UnixEpoch, bytes))];

    private static List<byte[]> Good() =>
    [
        Join(Frames.A, AddressA),
        Join(Frames.B, AddressB),
        Announce(Frames.A, AddressA, "506ef1879d74"),
        Announce(Frames.B, AddressB, "fdf72a088f18"),
        Tcp(Frames.A, AddressA, AddressB, Ephemeral, PortB, TcpFlags.Syn),
        Tcp(Frames.B, AddressB, AddressA, PortB, Ephemeral, TcpFlags.Syn | TcpFlags.Ack),
        Tcp(Frames.A, AddressA, AddressB, Ephemeral, PortB, TcpFlags.Fin | TcpFlags.Ack),
        Tcp(Frames.B, AddressB, AddressA, PortB, Ephemeral, TcpFlags.Fin | TcpFlags.Ack),
    ];

    private static byte[] Join(string from, Ipv4Address source)
    {
        byte[] message = [0x16, 0, 0, 0, 239, 42, 0, 1];
        InternetChecksumInto(message, 2);
        return Frame(from, source, Group, IpProtocol.Igmp, message);
    }

    private static byte[] Announce(string from, Ipv4Address source, string id)
    {
        byte[] payload = [.. "NXSB\u0001"u8, (byte)id.Length, .. Encoding.ASCII.GetBytes(id), 0x87, 0x07, .. new byte[33]];
        byte[] datagram = new byte[UdpView.HeaderLength + payload.Length];
        new UdpRepr(CaptureCounts.DiscoveryPort, CaptureCounts.DiscoveryPort, payload.Length).Emit(datagram);
        payload.CopyTo(datagram, UdpView.HeaderLength);
        UdpRepr.FillChecksum(datagram, source, Group);
        return Frame(from, source, Group, IpProtocol.Udp, datagram);
    }

    private static byte[] Tcp(string from, Ipv4Address source, Ipv4Address destination, ushort sourcePort, ushort destinationPort, TcpFlags flags)
    {
        byte[] segment = new byte[TcpView.MinimumHeaderLength];
        new TcpRepr(sourcePort, destinationPort, 1, 0, flags, 1000, default, 0).Emit(segment);
        TcpRepr.FillChecksum(segment, source, destination);
        return Frame(from, source, destination, IpProtocol.Tcp, segment);
    }

    private static byte[] Frame(string from, Ipv4Address source, Ipv4Address destination, IpProtocol protocol, byte[] payload)
    {
        string to = destination.IsMulticast ? Frames.Multicast : from == Frames.A ? Frames.B : Frames.A;
        var header = new Ipv4Repr(source, destination, protocol, payload.Length);
        byte[] frame = new byte[EthernetRepr.Length + header.Length];
        new EthernetRepr(MacAddress.Parse(to), MacAddress.Parse(from), EtherType.Ipv4).Emit(frame);
        header.Emit(frame.AsSpan(EthernetRepr.Length));
        payload.CopyTo(frame, EthernetRepr.Length + header.HeaderLength);
        FrameSurgery.RepairChecksums(frame);
        return frame;
    }

    private static void InternetChecksumInto(byte[] message, int offset)
    {
        ushort checksum = InternetChecksum.Compute(message);
        (message[offset], message[offset + 1]) = ((byte)(checksum >> 8), (byte)checksum);
    }
}
