using CsCheck;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Noise.ProfileO;
using Xunit;

namespace DSoftBus.Tests.Softbus.Frames;

public sealed class ByteFrameTests
{
    [Fact]
    public void ChannelSixteenIsTheFixedRecordWithoutItsPadding() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "record" && vector.Succeeds, vector =>
    {
        var payload = vector.Bytes("payload");
        bool isRequest = vector.Has("svc");
        byte first = (byte)vector.Number(isRequest ? "svc" : "status");
        var record = new byte[isRequest ? ProfileORecord.RequestLength : ProfileORecord.ResponseLength];
        record.AsSpan().Fill(0xcc);
        ProfileORecord.Write(first, payload, record);
        Assert.Equal(vector.ExpectedBytes(), record);
        Assert.Equal(ProfileORecordError.None, ProfileORecord.TryRead(record, record.Length, out byte readFirst, out var readPayload));
        Assert.True(first == readFirst && readPayload.SequenceEqual(payload));

        var frame = new byte[ByteFrame.HeaderLength + payload.Length];
        Assert.Equal(frame.Length, ByteFrame.Write(first, payload, frame));
        Assert.Equal(record[..frame.Length], frame);
    });

    [Fact]
    public void FixedRecordsAreRefusedAsTheVectors() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "record" && vector.Error is not null, vector =>
        Assert.Equal(Enum.Parse<ProfileORecordError>(vector.Error!, ignoreCase: true),
            ProfileORecord.TryRead(vector.Bytes("plaintext"), ProfileORecord.RequestLength, out _, out _)));

    [Theory]
    [InlineData("", ByteFrameError.Malformed)]
    [InlineData("0100", ByteFrameError.Malformed)]
    [InlineData("010000", ByteFrameError.None)]
    [InlineData("01000000", ByteFrameError.Malformed)]
    [InlineData("010200aa", ByteFrameError.Malformed)]
    [InlineData("010101", ByteFrameError.Oversized)]
    [InlineData("01ffff", ByteFrameError.Oversized)]
    public void RequestsAreJudged(string frame, ByteFrameError expected) =>
        Assert.Equal(expected, ByteFrame.TryReadRequest(Convert.FromHexString(frame), out _, out _));

    [Fact]
    public void BoundsAreTwoHundredFiftySixAndFiveHundredTwelve()
    {
        var frame = new byte[ByteFrame.HeaderLength + 513];
        Assert.Equal(ByteFrameError.None, Request(256));
        Assert.Equal(ByteFrameError.Oversized, Request(257));
        Assert.Equal(ByteFrameError.None, Reply(512));
        Assert.Equal(ByteFrameError.Oversized, Reply(513));

        ByteFrameError Request(int length) => ByteFrame.TryReadRequest(frame.AsSpan(0, ByteFrame.Write(1, new byte[length], frame)), out _, out _);

        ByteFrameError Reply(int length) => ByteFrame.TryReadReply(frame.AsSpan(0, ByteFrame.Write(1, new byte[length], frame)), out _, out _);
    }

    [Fact]
    public void AnyFrameComesBack() => Gen.Byte.Select(Gen.Byte.Array[0, 256]).Sample((first, payload) =>
    {
        var frame = new byte[ByteFrame.HeaderLength + payload.Length];
        ByteFrame.Write(first, payload, frame);
        Assert.Equal(ByteFrameError.None, ByteFrame.TryReadRequest(frame, out var service, out var request));
        Assert.Equal(ByteFrameError.None, ByteFrame.TryReadReply(frame, out var status, out var reply));
        Assert.Equal(((ByteFrameService)first, (ByteFrameStatus)first), (service, status));
        Assert.True(request.SequenceEqual(payload) && reply.SequenceEqual(payload));
    });

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 20].Sample(bytes =>
    {
        Assert.InRange(ByteFrame.TryReadRequest(bytes, out _, out _), ByteFrameError.None, ByteFrameError.Oversized);
        Assert.Equal(bytes.Length > 0, ServiceMessage.TryRead(bytes, out byte opcode, out var message));
        Assert.Equal(bytes, bytes.Length > 0 ? [opcode, .. message] : []);
    });
}
