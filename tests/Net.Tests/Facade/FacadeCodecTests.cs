using CsCheck;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Facade;

/// <summary>The additions of decisions.md, which have no vectors in the specification, and the totality of the parsers.</summary>
public sealed class FacadeCodecTests
{
    [Theory]
    [InlineData("4e53010d02070000000364000100000000000000", FacadeOperation.Wait)]
    [InlineData("4e53010e03020000000100000000000000", FacadeOperation.CloseAny)]
    [InlineData("4e53010f01000000ef2a00010100000000000000", FacadeOperation.UdpJoin)]
    [InlineData("4e530110060100000000000000", FacadeOperation.Stat)]
    [InlineData("4e5301110961626364652e666f6f0100000000000000", FacadeOperation.DnsA)]
    [InlineData("4e530112070000000100000000000000", FacadeOperation.Shutdown)]
    public void Additions_have_these_bytes(string hex, FacadeOperation operation)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(FacadeError.None, FacadeRequest.TryParse(bytes, out var request));
        Assert.Equal(operation, request.Operation);
        Assert.Equal(1ul, request.Nonce);
        var emitted = new byte[bytes.Length];
        request.Emit(emitted);
        Assert.Equal(bytes, emitted);
        Assert.Equal(FacadeError.None, FacadeRequest.TryParse(bytes.AsSpan()[..^8], out request));
        Assert.Null(request.Nonce);
        Assert.Equal(FacadeError.BadLength, FacadeRequest.TryParse(bytes.AsSpan()[..^1], out request));
        Assert.Equal(operation, request.Operation);
    }

    [Fact]
    public void A_WAIT_reads_all_its_fields()
    {
        FacadeRequest.TryParse(Convert.FromHexString("4e53010d020700000003e803"), out var request);
        Assert.Equal((HandleKind.Stream, 7u, FacadeEvents.Readable | FacadeEvents.Writable, (ushort)1000), (request.Kind, request.Handle, request.Events, request.Timeout));
    }

    [Theory]
    [InlineData("4e53010d0407000000030100")]
    [InlineData("4e53010d0007000000030100")]
    [InlineData("4e53010d0107000000000100")]
    [InlineData("4e53010d0107000000040100")]
    [InlineData("4e53010e0407000000")]
    public void Fields_outside_their_set_are_malformed_and_keep_the_nonce(string hex)
    {
        Assert.Equal(FacadeError.BadField, FacadeRequest.TryParse(Convert.FromHexString(hex + "0500000000000000"), out var request));
        Assert.Equal(5ul, request.Nonce);
    }

    [Theory]
    [InlineData(FacadeOperation.Wait, 3, "4e53018d0003")]
    [InlineData(FacadeOperation.CloseAny, 0, "4e53018e00")]
    [InlineData(FacadeOperation.UdpJoin, 0, "4e53018f00")]
    [InlineData(FacadeOperation.Shutdown, 0, "4e53019200")]
    public void Replies_of_additions(FacadeOperation operation, int value, string hex)
    {
        var buffer = new byte[64];
        int length = new FacadeReply { Operation = operation, Value = (ushort)value }.Emit(buffer);
        Assert.Equal(hex, Convert.ToHexStringLower(buffer[..length]));
        Assert.True(FacadeReply.TryParse(buffer.AsSpan(0, length), operation, out var reply));
        Assert.Equal(value, reply.Value);
    }

    [Fact]
    public void STAT_and_DNS_A_replies_carry_their_counts()
    {
        var buffer = new byte[64];
        int length = new FacadeReply { Operation = FacadeOperation.Stat, Data = new byte[20] }.Emit(buffer);
        Assert.Equal("4e5301900002" + "00" + new string('0', 40), Convert.ToHexStringLower(buffer[..length]));
        length = new FacadeReply { Operation = FacadeOperation.DnsA, Data = [10, 0, 2, 15] }.Emit(buffer);
        Assert.Equal("4e53019100010a00020f", Convert.ToHexStringLower(buffer[..length]));
        Assert.True(FacadeReply.TryParse(buffer.AsSpan(0, length), FacadeOperation.DnsA, out var reply));
        Assert.Equal(new Ipv4Address(10, 0, 2, 15), Ipv4Address.Read(reply.Data));
    }

    [Fact]
    public void Requests_above_512_bytes_are_cut_except_datagrams()
    {
        var buffer = new byte[FacadeLimits.LargestRequest];
        int length = new FacadeRequest { Operation = FacadeOperation.Write, Data = new byte[503] }.Emit(buffer);
        Assert.Equal(FacadeError.BadLength, FacadeRequest.TryParse(buffer.AsSpan(0, length), out _));
        length = new FacadeRequest { Operation = FacadeOperation.UdpSendTo, Data = new byte[1472], Nonce = 3 }.Emit(buffer);
        Assert.Equal(FacadeError.None, FacadeRequest.TryParse(buffer.AsSpan(0, length), out var request));
        Assert.Equal(1472, request.Data.Length);
    }

    [Fact]
    public void Statuses_above_8_never_come_from_netstackd()
    {
        Assert.True(FacadeReply.TryParse(Convert.FromHexString("4e53018408"), FacadeOperation.Read, out _));
        Assert.False(FacadeReply.TryParse(Convert.FromHexString("4e53018409"), FacadeOperation.Read, out _));
        Assert.False(FacadeReply.TryParse(Convert.FromHexString("4e530184fd"), FacadeOperation.Read, out _));
    }

    [Fact]
    public void Any_bytes_are_a_request_or_an_error_and_what_is_read_is_written_alike() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Bool, Gen.Byte[0, 20]).Sample(
            (bytes, header, operation) =>
            {
                if (header && bytes.Length >= 4)
                    (bytes[0], bytes[1], bytes[2], bytes[3]) = (0x4e, 0x53, 1, operation);
                if (FacadeRequest.TryParse(bytes, out var request) != FacadeError.None)
                    return true;
                var emitted = new byte[request.Length];
                request.Emit(emitted);
                return emitted.AsSpan().SequenceEqual(bytes);
            },
            iter: 20_000, threads: 1);

    [Fact]
    public void Any_bytes_are_a_reply_or_not() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte[1, 17]).Sample(
            (bytes, operation) =>
            {
                if (bytes.Length >= 5)
                    (bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (0x4e, 0x53, 1, (byte)(operation | 0x80), (byte)(bytes[4] % 12));
                if (!FacadeReply.TryParse(bytes, (FacadeOperation)operation, out var reply))
                    return true;
                var emitted = new byte[bytes.Length + 8];
                int length = reply.Emit(emitted);
                return emitted.AsSpan(0, length).SequenceEqual(bytes);
            },
            iter: 20_000, threads: 1);
}
