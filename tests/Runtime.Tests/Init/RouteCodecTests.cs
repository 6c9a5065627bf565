using System.Text.Json;
using CsCheck;
using DSoftBus.Runtime.Init;
using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.Runtime.Init;

public class RouteCodecTests
{
    [Fact]
    public void Frames_of_the_vectors()
    {
        using var document = JsonDocument.Parse(VectorData.Read("byte-frames"));
        var seen = 0;
        foreach (var vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            if (!vector.TryGetProperty("protocol", out var protocol) || protocol.GetString() != "RT")
                continue;
            seen++;
            var inputs = vector.GetProperty("inputs");
            var expected = vector.GetProperty("expected").GetString();
            if (vector.GetProperty("kind").GetString() == "request")
                Assert.Equal(expected, Hex(new RouteQuery(inputs.GetProperty("name").GetString()!, null)));
            else
                Assert.Equal(expected, Hex(new RouteReply((RouteStatus)inputs.GetProperty("status").GetByte(), inputs.GetProperty("send_slot").GetUInt32(), inputs.GetProperty("recv_slot").GetUInt32(), null)));
        }

        Assert.Equal(3, seen);
    }

    [Fact]
    public void The_nonce_is_optional_and_comes_last()
    {
        Assert.Equal("52540140047666736404030201", Hex(new RouteQuery("vfsd", 0x01020304)));
        Assert.Equal("525401410044332211ddccbbaa04030201", Hex(new RouteReply(RouteStatus.Ok, 0x11223344, 0xaabbccdd, 0x01020304)));
    }

    [Fact]
    public void Names_have_1_to_48_bytes()
    {
        Assert.Throws<ArgumentException>(() => Hex(new RouteQuery("", null)));
        Assert.Throws<ArgumentException>(() => Hex(new RouteQuery(new string('x', 49), null)));
        Assert.Equal(5 + 48, Hex(new RouteQuery(new string('x', 48), null)).Length / 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("525401")]
    [InlineData("52540140")]
    [InlineData("5254014000")]
    [InlineData("525401400476667364aa")]
    [InlineData("525401400476667364aabbccddee")]
    [InlineData("5254014004766673")]
    [InlineData("525402400476667364")]
    [InlineData("525401410476667364")]
    [InlineData("52540141000000000000000")]
    [InlineData("52540141040000000000000000")]
    public void Other_lengths_versions_and_operations_are_refused(string hex)
    {
        var frame = Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex + "0");
        Assert.False(RouteCodec.TryParse(frame, out RouteQuery _));
        if (hex.Length != 23)
            Assert.False(RouteCodec.TryParse(frame, out RouteReply _));
    }

    [Fact]
    public void Queries_and_replies_round_trip()
    {
        Gen.Select(Gen.String[Gen.Char['!', '~'], 1, 48], Gen.UInt.Nullable()).Sample((name, nonce) =>
        {
            var query = new RouteQuery(name, nonce);
            return RouteCodec.TryParse(Convert.FromHexString(Hex(query)), out RouteQuery parsed) && parsed == query;
        });
        Gen.Select(Gen.Byte[0, 3], Gen.UInt, Gen.UInt, Gen.UInt.Nullable()).Sample((status, send, receive, nonce) =>
        {
            var reply = new RouteReply((RouteStatus)status, send, receive, nonce);
            return RouteCodec.TryParse(Convert.FromHexString(Hex(reply)), out RouteReply parsed) && parsed == reply;
        });
    }

    [Fact]
    public void Any_bytes_give_an_answer() =>
        Gen.Byte.Array[0, 80].Sample(bytes =>
        {
            "RT\u0001"u8.CopyTo(bytes.Length >= 3 ? bytes : new byte[3]);
            return RouteCodec.TryParse(bytes, out RouteQuery query) ? query.Name.Length > 0 : RouteCodec.TryParse(bytes, out RouteReply _) is var _;
        });

    private static string Hex(RouteQuery query)
    {
        var frame = new byte[RouteCodec.MaximumQuery];
        return Convert.ToHexStringLower(frame.AsSpan(0, RouteCodec.Emit(query, frame)));
    }

    private static string Hex(RouteReply reply)
    {
        var frame = new byte[RouteCodec.MaximumReply];
        return Convert.ToHexStringLower(frame.AsSpan(0, RouteCodec.Emit(reply, frame)));
    }
}
