using CsCheck;
using DSoftBus.Qemu.Cable;
using Xunit;

namespace DSoftBus.Tests.Qemu.Cable;

public sealed class FrameSurgeryTests
{
    // The IPv4 header example of many texts on RFC 1071: 192.168.0.1 -> 192.168.0.199, UDP, 115 bytes in all, checksum b861.
    private const string KnownHeader = "45000073000040004011" + "b861" + "c0a80001c0a800c7";

    [Fact]
    public void AKnownHeaderGetsItsKnownChecksum()
    {
        byte[] frame = new byte[14 + 115];
        frame[12] = 0x08;
        Convert.FromHexString(KnownHeader).CopyTo(frame, 14);
        frame[24] = frame[25] = 0;
        FrameSurgery.RepairChecksums(frame);
        Assert.Equal("B861", Convert.ToHexString(frame.AsSpan(24, 2)));
    }

    [Theory]
    [InlineData(6, 16)]
    [InlineData(17, 6)]
    [InlineData(1, 2)]
    public void EveryBitFlipLeavesValidChecksums(byte protocol, int field) =>
        Gen.Select(Gen.Byte.Array[20, 120], Gen.Int[0, 119], Gen.Int[0, 7]).Sample((segment, position, bit) =>
        {
            if (protocol == 17)
                segment[6] = 1; // a UDP checksum of zero would mean "none"
            byte[] frame = Ipv4(protocol, segment);
            int payload = 34 + field + 2 + (position % (segment.Length - field - 2));
            byte[] flipped = FrameSurgery.FlipBit(frame, payload, bit);
            return IsValid(flipped, protocol) && (flipped[payload] ^ frame[payload]) == 1 << bit;
        });

    [Fact]
    public void AnyBytesAreTolerated() =>
        Gen.Byte.Array[0, 80].Sample(bytes =>
        {
            if (bytes.Length > 13)
                (bytes[12], bytes[13]) = (0x08, 0x00);
            FrameSurgery.RepairChecksums(bytes);
            FrameSurgery.TryFindTcpPayload(bytes, out _, out _);
        });

    [Fact]
    public void TheTcpPayloadIsFoundBehindOptions()
    {
        byte[] segment = new byte[24 + 5];
        segment[12] = 6 << 4;
        Assert.True(FrameSurgery.TryFindTcpPayload([.. Ipv4(6, segment), 0, 0, 0], out int offset, out int length));
        Assert.Equal((14 + 20 + 24, 5), (offset, length));
        Assert.False(FrameSurgery.TryFindTcpPayload(Ipv4(17, segment), out _, out _));
    }

    internal static byte[] Ipv4(byte protocol, byte[] segment)
    {
        int total = 20 + segment.Length;
        byte[] header = [0x45, 0, (byte)(total >> 8), (byte)total, 0, 1, 0x40, 0, 64, protocol, 0, 0, 10, 42, 0, 10, 10, 42, 0, 11];
        return [.. Frames.Mac(Frames.B), .. Frames.Mac(Frames.A), 0x08, 0x00, .. header, .. segment];
    }

    // Written differently from the code under test: one's complement sum over everything must be all ones.
    private static bool IsValid(byte[] frame, byte protocol)
    {
        byte[] segment = frame[34..];
        byte[] pseudo = protocol == 1 ? [] : [.. frame[26..34], 0, protocol, (byte)(segment.Length >> 8), (byte)segment.Length];
        return Ones([.. frame[14..34]]) && Ones([.. pseudo, .. segment]);

        static bool Ones(byte[] bytes)
        {
            long sum = 0;
            for (int i = 0; i < bytes.Length; i++)
                sum += i % 2 == 0 ? bytes[i] * 256 : bytes[i];
            return sum % 0xFFFF == 0 && sum > 0;
        }
    }
}
