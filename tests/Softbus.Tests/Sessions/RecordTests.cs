using CsCheck;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Dsoftbus;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Sessions;
using Xunit;

namespace DSoftBus.Tests.Softbus.Sessions;

public sealed class RecordTests
{
    [Fact]
    public void RecordsAreThoseOfTheVectors() => VectorFile.ForEach("noise-profile-h", "record", vector =>
    {
        using var cipher = new TransportCipher(vector.Bytes("key"), sealing: true, (ulong)vector.Number("counter"));
        var plaintext = vector.Bytes("plaintext");
        var buffer = new byte[plaintext.Length + TransportRecord.Overhead];
        plaintext.CopyTo(buffer, TransportRecord.PlaintextOffset);
        Assert.Equal(NoiseError.None, TransportRecord.Seal(cipher, buffer, plaintext.Length, out int length));
        Assert.Equal(vector.ExpectedBytes("with_length_prefix"), buffer[..length]);

        var reader = new OuterFrameReader();
        reader.Append(buffer);
        Assert.Equal(OuterFrameStatus.Frame, reader.TryTake(out var record));
        using var receiving = new TransportCipher(vector.Bytes("key"), sealing: false, (ulong)vector.Number("counter"));
        Assert.Equal(NoiseError.None, TransportRecord.Open(receiving, record.Span, out var opened));
        Assert.True(opened.SequenceEqual(plaintext));
    });

    [Fact]
    public void FramesAroundAPayloadAreThoseOfTheWriter() => Gen.UInt.Select(Gen.Byte.Array[0, 100]).Sample((channel, payload) =>
    {
        using var inPlace = new TransportCipher(new byte[32], sealing: true);
        using var receiving = new TransportCipher(new byte[32], sealing: false);
        var buffer = new byte[FrameRecord.BufferLength(payload.Length)];
        buffer.AsSpan().Fill(0xcc);
        payload.CopyTo(buffer, FrameRecord.PayloadOffset);
        Assert.Equal(NoiseError.None, FrameRecord.Seal(inPlace, buffer, channel, payload.Length, out int length));
        Assert.Equal(buffer.Length, length);

        Assert.Equal(NoiseError.None, TransportRecord.Open(receiving, buffer.AsSpan(OuterFrame.HeaderLength), out var message));
        var written = new byte[message.Length];
        Assert.Equal(CapnpError.None, new Frame { Chan = channel, Bytes = payload }.TryWrite(written, out _));
        Assert.Equal(Convert.ToHexString(written), Convert.ToHexString(message));
    });

    [Fact]
    public void ThePingFrameIsThatOfTheVectors() => VectorFile.ForEach("noise-profile-h", vector => vector.Name == "Frame ping record", vector =>
    {
        using var cipher = new TransportCipher(vector.Bytes("key"), sealing: true, (ulong)vector.Number("counter"));
        var buffer = new byte[FrameRecord.BufferLength(4)];
        "ping"u8.CopyTo(buffer.AsSpan(FrameRecord.PayloadOffset));
        Assert.Equal(NoiseError.None, FrameRecord.Seal(cipher, buffer, 1, 4, out int length));
        Assert.Equal(vector.ExpectedBytes("with_length_prefix"), buffer[..length]);
    });

    [Fact]
    public void PayloadsEndWhereTheVectorsSay() => VectorFile.ForEach("capnp-messages", "size-limit", vector =>
    {
        int segments = vector.Number("segments"), payload = vector.Number("payload_length");
        int plaintext = (segments == 1 ? 32 : 48) + ((payload + 7) & ~7); // a second segment costs a far pointer and a longer table
        using var cipher = new TransportCipher(new byte[32], sealing: true);
        var buffer = new byte[plaintext + TransportRecord.Overhead];
        var error = TransportRecord.Seal(cipher, buffer, plaintext, out int length);
        Assert.Equal(vector.Succeeds ? NoiseError.None : NoiseError.TooLong, error);
        if (vector.Succeeds)
        {
            Assert.Equal(vector.Expected.GetProperty("plaintext_length").GetInt32(), plaintext);
            Assert.Equal(vector.Expected.GetProperty("record_length").GetInt32(), length - OuterFrame.HeaderLength);
        }

        if (segments > 1)
            return;
        using var framing = new TransportCipher(new byte[32], sealing: true);
        Assert.Equal(error, FrameRecord.Seal(framing, new byte[FrameRecord.BufferLength(payload)], 1, payload, out length));
        Assert.Equal(vector.Succeeds ? 65528 + 4 : 0, length);
        Assert.Equal(vector.Succeeds, payload <= FrameRecord.MaximumPayloadLength);
    });

    [Fact]
    public void ABadRecordGivesNoPlaintext()
    {
        using var receiving = new TransportCipher(new byte[32], sealing: false);
        Assert.Equal(NoiseError.Decrypt, TransportRecord.Open(receiving, new byte[40], out var plaintext));
        Assert.True(plaintext.IsEmpty);
        Assert.Equal(NoiseError.BadLength, TransportRecord.Open(receiving, new byte[15], out plaintext));
        Assert.True(plaintext.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65537)]
    public void AHeaderIsNeverOutOfBounds(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OuterFrame.WriteHeader(new byte[4], length));
}
