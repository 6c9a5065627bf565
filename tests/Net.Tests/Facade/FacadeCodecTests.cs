using CsCheck;
using DSoftBus.Net.Facade;
using Xunit;

namespace DSoftBus.Tests.Net.Facade;

/// <summary>What vectors do not say: bounds, and the totality of the parsers.</summary>
public sealed class FacadeCodecTests
{
    [Fact]
    public void A_WAIT_reads_all_its_fields()
    {
        FacadeRequest.TryParse(Convert.FromHexString("4e53010d020700000003e803"), out var request);
        Assert.Equal((HandleKind.Stream, 7u, FacadeEvents.Readable | FacadeEvents.Writable, (ushort)1000), (request.Kind, request.Handle, request.Events, request.Timeout));
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
    public void Statuses_above_9_never_come_from_netstackd()
    {
        Assert.True(FacadeReply.TryParse(Convert.FromHexString("4e53018409"), FacadeOperation.Read, out _));
        Assert.False(FacadeReply.TryParse(Convert.FromHexString("4e5301840a"), FacadeOperation.Read, out _));
        Assert.False(FacadeReply.TryParse(Convert.FromHexString("4e530184fd"), FacadeOperation.Read, out _));
    }

    [Fact]
    public void Any_bytes_are_a_request_or_an_error_and_what_is_read_is_written_alike() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Bool, Gen.Byte[0, 40]).Sample(
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
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte[1, 40]).Sample(
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
