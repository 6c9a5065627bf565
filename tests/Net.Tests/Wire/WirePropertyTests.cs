using CsCheck;
using DSoftBus.Net.Wire;
using DSoftBus.Net.Wire.Tree;
using DSoftBus.Runtime.Devices;
using Xunit;

namespace DSoftBus.Tests.Net.Wire;

/// <summary>Round trips of every representation, and totality of every parser.</summary>
public sealed class WirePropertyTests
{
    private static readonly PacketTree Tree = new();

    private static readonly Gen<MacAddress> Hardware = Gen.Byte.Array[6].Select(bytes => MacAddress.From(bytes));

    private static readonly Gen<Ipv4Address> Address = Gen.UInt.Select(value => new Ipv4Address(value));

    private static readonly Gen<Ipv4Address?> MaybeAddress = Gen.Select(Gen.Bool, Address, (there, value) => there ? value : (Ipv4Address?)null);

    private static readonly Gen<uint?> MaybeWord = Gen.Select(Gen.Bool, Gen.UInt, (there, value) => there ? value : (uint?)null);

    private static readonly Gen<TcpOptions> Options = Gen.Select(
        Gen.Select(Gen.Bool, Gen.UShort, (there, value) => there ? value : (ushort?)null),
        Gen.Select(Gen.Bool, Gen.Byte, (there, value) => there ? value : (byte?)null),
        Gen.Bool,
        Gen.Select(Gen.Bool, Gen.UInt, Gen.UInt, (there, value, echo) => there ? new TcpTimestamps(value, echo) : (TcpTimestamps?)null),
        Gen.Select(Gen.Bool, Gen.UShort, (there, value) => there ? new TcpUserTimeout(value) : (TcpUserTimeout?)null),
        Gen.Select(Gen.UInt, Gen.UInt, (left, right) => new TcpSackBlock(left, right)).Array[0, 2],
        (mss, shift, permitted, timestamps, userTimeout, sack) => new TcpOptions { MaximumSegmentSize = mss, WindowScale = shift, SackPermitted = permitted, Timestamps = timestamps, UserTimeout = userTimeout }
            .WithSack(shift is null && mss is null ? sack : []));

    [Fact]
    public void Any_bytes_give_a_value_or_an_error_from_every_parser() =>
        Gen.Byte.Array[0, 400].Sample(bytes =>
        {
            foreach (string format in WireReader.Formats)
                WireReader.Read(format, bytes, [], out _);
            Tree.Describe(bytes);
        });

    /// <summary>Random bytes rarely get past the first check; valid ones with a few bytes changed, cut or grown do.</summary>
    [Fact]
    public void Mutated_vectors_give_a_value_or_an_error()
    {
        var vectors = WireVector.Load().Where(vector => vector.Bytes.Length > 0).ToArray();
        Gen.Select(Gen.Int[0, vectors.Length - 1], Gen.Select(Gen.Int[0, 400], Gen.Byte).Array[1, 6], Gen.Int[0, 400]).Sample((index, changes, length) =>
        {
            byte[] bytes = [.. vectors[index].Bytes];
            foreach (var (position, value) in changes)
                bytes[position % bytes.Length] = value;
            Array.Resize(ref bytes, Math.Min(length, bytes.Length + 8));
            WireReader.Read(vectors[index].Format, bytes, [], out _);
        });
    }

    /// <summary>The same for whole frames, so that the tree walks into every layer.</summary>
    [Fact]
    public void Mutated_frames_give_a_text()
    {
        var packets = WireVector.Load().Where(vector => vector.Error is null && vector.Format is "udp" or "tcp" or "igmp" or "igmpv3-report" or "icmp-echo" or "dhcp" or "dns").ToArray();
        Gen.Select(Gen.Int[0, packets.Length - 1], Gen.Select(Gen.Int[0, 100], Gen.Byte).Array[0, 4], Gen.Int[30, 600]).Sample((index, changes, length) =>
        {
            byte[] frame = FrameOf(packets[index]);
            foreach (var (position, value) in changes)
                frame[position % frame.Length] = value;
            string text = Tree.Describe(frame.AsSpan(0, Math.Min(length, frame.Length)));
            Assert.StartsWith("ethernet", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Ethernet_round_trip() => Gen.Select(Hardware, Hardware, Gen.UShort).Sample((destination, source, type) =>
    {
        var repr = new EthernetRepr(destination, source, (EtherType)type);
        byte[] bytes = new byte[EthernetRepr.Length];
        repr.Emit(bytes);
        return EthernetView.TryParse(bytes, out var view) == WireError.None && EthernetRepr.From(view) == repr;
    });

    [Fact]
    public void Arp_round_trip() => Gen.Select(Gen.UShort, Hardware, Address, Hardware, Address).Sample((operation, hardware, address, target, targetAddress) =>
    {
        var repr = new ArpRepr((ArpOperation)operation, hardware, address, target, targetAddress);
        byte[] bytes = new byte[ArpRepr.Length];
        repr.Emit(bytes);
        return ArpView.TryParse(bytes, out var view) == WireError.None && ArpRepr.From(view) == repr;
    });

    [Fact]
    public void Ipv4_round_trip() =>
        Gen.Select(Gen.Select(Address, Address, Gen.Byte), Gen.Int[0, 1400], Gen.Byte, Gen.UShort, Gen.Bool, Gen.Bool).Sample((hosts, length, hops, identification, atomic, alert) =>
        {
            var (source, destination, protocol) = hosts;
            var repr = new Ipv4Repr(source, destination, (IpProtocol)protocol, length, hops, identification, atomic, alert);
            byte[] bytes = new byte[repr.Length];
            repr.Emit(bytes);
            return Ipv4View.TryParse(bytes, out var view) == WireError.None && view.IsChecksumValid && Ipv4Repr.From(view) == repr;
        });

    [Fact]
    public void Udp_round_trip() => Gen.Select(Gen.UShort, Gen.UShort, Gen.Byte.Array[0, 300], Address, Address).Sample((from, to, payload, source, destination) =>
    {
        var repr = new UdpRepr(from, to, payload.Length);
        byte[] bytes = new byte[repr.Length];
        payload.CopyTo(bytes, UdpView.HeaderLength);
        repr.Emit(bytes);
        UdpRepr.FillChecksum(bytes, source, destination);
        return UdpView.TryParse(bytes, out var view) == WireError.None && UdpRepr.From(view) == repr && view.Checksum != 0
            && view.IsChecksumValid(source, destination) && view.Payload.SequenceEqual(payload);
    });

    [Fact]
    public void Tcp_round_trip() =>
        Gen.Select(Gen.Select(Gen.UShort, Gen.UShort, Gen.UInt, Gen.UInt), Gen.Byte, Gen.UShort, Options, Gen.Byte.Array[0, 100]).Sample((numbers, flags, window, options, payload) =>
        {
            var (from, to, sequence, acknowledgment) = numbers;
            var repr = new TcpRepr(from, to, sequence, (flags & (byte)TcpFlags.Ack) == 0 ? 0 : acknowledgment, (TcpFlags)flags, window, options, payload.Length);
            byte[] bytes = new byte[repr.Length];
            payload.CopyTo(bytes, repr.HeaderLength);
            repr.Emit(bytes);
            TcpRepr.FillChecksum(bytes, WireReader.Source, WireReader.Destination);
            return TcpView.TryParse(bytes, out var view) == WireError.None && TcpRepr.TryFrom(view, out var read) == WireError.None && read == repr
                && view.IsChecksumValid(WireReader.Source, WireReader.Destination) && view.Payload.SequenceEqual(payload);
        });

    [Fact]
    public void Dhcp_round_trip() =>
        Gen.Select(Gen.Select(Gen.Byte[1, 8], Gen.UInt, Hardware, Gen.Bool, Gen.UShort, Gen.Bool), Address.Array[4], MaybeAddress.Array[4], MaybeWord.Array[4], Gen.Bool).Sample(
            (head, addresses, options, words, parameters) =>
            {
                var (type, transaction, hardware, reply, seconds, broadcast) = head;
                var repr = new DhcpRepr((DhcpMessageType)type, transaction, hardware)
                {
                    IsReply = reply,
                    Seconds = seconds,
                    Broadcast = broadcast,
                    ClientAddress = addresses[0],
                    YourAddress = addresses[1],
                    ServerAddress = addresses[2],
                    RelayAddress = addresses[3],
                    RequestedAddress = options[0],
                    ServerIdentifier = options[1],
                    Router = options[2],
                    DomainNameServer = options[3],
                    SubnetMask = words[0],
                    LeaseTime = words[1],
                    RenewalTime = words[2],
                    RebindingTime = words[3],
                    MaximumMessageSize = parameters ? (ushort)576 : null,
                    RequestsParameters = parameters,
                };
                byte[] bytes = new byte[repr.Length];
                repr.Emit(bytes);
                return bytes.Length <= DhcpRepr.MaximumLength && DhcpView.TryParse(bytes, out var view) == WireError.None && DhcpRepr.From(view) == repr;
            });

    [Fact]
    public void Checksum_equals_the_plain_sum_of_words() => Gen.Byte.Array[0, 3000].Sample(bytes =>
    {
        ulong sum = 0;
        for (int i = 0; i < bytes.Length; i++)
            sum += i % 2 == 0 ? (ulong)bytes[i] << 8 : bytes[i];
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return InternetChecksum.Compute(bytes) == (ushort)~sum;
    });

    /// <summary>RFC 1624: the incremental update agrees with computing anew, up to the two forms of zero.</summary>
    [Fact]
    public void Checksum_update_equals_computing_anew() => Gen.Select(Gen.Byte.Array[20, 40], Gen.Int[0, 9], Gen.UShort).Sample((bytes, word, value) =>
    {
        bytes = bytes[..(bytes.Length & ~1)];
        ushort before = InternetChecksum.Compute(bytes);
        ushort old = (ushort)((bytes[2 * word] << 8) | bytes[(2 * word) + 1]);
        bytes[2 * word] = (byte)(value >> 8);
        bytes[(2 * word) + 1] = (byte)value;
        ushort after = InternetChecksum.Compute(bytes), updated = InternetChecksum.Update(before, old, value);
        return after == updated || (after % 0xffff == 0 && updated % 0xffff == 0);
    });

    [Fact]
    public void A_flipped_bit_is_always_noticed() => Gen.Select(Gen.Byte.Array[4, 200], Gen.Int[0, 1599]).Sample((payload, bit) =>
    {
        var repr = new IcmpEchoRepr(false, 1, 2, payload.Length);
        byte[] bytes = new byte[repr.Length];
        payload.CopyTo(bytes, IcmpView.HeaderLength);
        repr.Emit(bytes);
        bit %= bytes.Length * 8;
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return !InternetChecksum.IsValid(bytes);
    });

    private static byte[] FrameOf(WireVector vector)
    {
        byte[] payload = vector.Bytes;
        var protocol = vector.Format switch
        {
            "tcp" => IpProtocol.Tcp,
            "igmp" or "igmpv3-report" => IpProtocol.Igmp,
            "icmp-echo" => IpProtocol.Icmp,
            _ => IpProtocol.Udp,
        };
        if (vector.Format is "dhcp" or "dns")
        {
            var udp = new UdpRepr(vector.Format == "dns" ? (ushort)53 : (ushort)67, 68, payload.Length);
            byte[] datagram = new byte[udp.Length];
            udp.Emit(datagram);
            payload.CopyTo(datagram, UdpView.HeaderLength);
            payload = datagram;
        }

        var ip = new Ipv4Repr(WireReader.Source, WireReader.Destination, protocol, payload.Length);
        byte[] frame = new byte[EthernetRepr.Length + ip.Length];
        new EthernetRepr(MacAddress.Broadcast, default, EtherType.Ipv4).Emit(frame);
        ip.Emit(frame.AsSpan(EthernetRepr.Length));
        payload.CopyTo(frame, EthernetRepr.Length + ip.HeaderLength);
        return frame;
    }
}
