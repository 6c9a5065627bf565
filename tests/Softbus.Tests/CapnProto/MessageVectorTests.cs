using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Crypto;
using Xunit;

namespace DSoftBus.Tests.Softbus.CapnProto;

public sealed class MessageVectorTests
{
    [Fact]
    public void EveryMessageIsReadAndWritten() => VectorFile.ForEach("capnp-messages", "message", vector =>
    {
        var layout = SchemaLayout.Of(vector.Text("schema"), vector.Text("struct"));
        var value = TextValue.Parse(vector.Text("value"));
        var bytes = vector.ExpectedBytes();
        Assert.Equal(CapnpError.None, DynamicMessage.TryRender(layout, bytes, out var text));
        Assert.Equal(DynamicMessage.Render(layout, value), text);
        Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(DynamicMessage.Write(layout, value)));
    });

    [Fact]
    public void UnusualMessagesAreReadOrRefused() => VectorFile.ForEach("capnp-messages", "read", vector =>
    {
        var layout = SchemaLayout.Of(vector.Text("schema"), vector.Text("struct"));
        var error = DynamicMessage.TryRender(layout, vector.Bytes("message"), out var text);
        Assert.Equal(vector.Error is null, error == CapnpError.None);
        if (vector.Error is null)
            Assert.Equal(DynamicMessage.Render(layout, TextValue.Parse(vector.Expected.GetString()!)), text);
    });

    [Fact]
    public void LargeFramesOfOneAndTwoSegmentsAreRead() => VectorFile.ForEach("capnp-messages", "message-large", vector =>
    {
        var payload = Enumerable.Repeat((byte)vector.Number("byte"), vector.Number("length")).ToArray();
        byte[] message = [.. vector.ExpectedBytes("first_40_bytes"), .. new byte[vector.Expected.GetProperty("total_length").GetInt32() - 40]];
        int start = message.AsSpan(0, 40).IndexOf((byte)vector.Number("byte"));
        if (start < 0)
        {
            start = 48; // behind the list pointer of the second segment, at which the first 40 bytes end
            new byte[] { 1, 0, 0, 0, 0x42, 0x19, 1, 0 }.CopyTo(message, 40);
        }

        payload.CopyTo(message, start);
        var digest = new byte[Sha256.Length];
        Sha256.Hash(message, digest);
        Assert.Equal(vector.Expected.GetProperty("sha256").GetString(), Convert.ToHexStringLower(digest));

        Assert.Equal(CapnpError.None, DSoftBus.Softbus.Messages.Dsoftbus.Frame.TryRead(message, out var frame));
        Assert.Equal((uint)vector.Number("chan"), frame.Chan);
        Assert.True(frame.Bytes.SequenceEqual(payload));
        if (vector.Expected.GetProperty("segment_words").GetArrayLength() > 1)
            return;
        var written = new byte[frame.EncodedLength];
        Assert.Equal(CapnpError.None, frame.TryWrite(written, out int length));
        Assert.Equal(message, written[..length]);
    });
}
