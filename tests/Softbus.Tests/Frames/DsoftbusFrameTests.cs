using System.Text;
using CsCheck;
using DSoftBus.Softbus.Frames;
using Xunit;

namespace DSoftBus.Tests.Softbus.Frames;

public sealed class DsoftbusFrameTests
{
    [Fact]
    public void RequestsAreWrittenAndRead() => VectorFile.ForEach("byte-frames", vector => Selects(vector, "request"), vector =>
    {
        var name = vector.Has("name") ? Encoding.ASCII.GetBytes(vector.Text("name")) : [];
        var frame = new byte[64];
        int length = DsoftbusFrame.WriteRequest(Opcode(vector), name, frame);
        Assert.Equal(vector.ExpectedBytes(), frame[..length]);
        Assert.True(DsoftbusFrame.TryRead(frame.AsSpan(0, length), out var opcode, out var read));
        Assert.Equal(Opcode(vector), opcode);
        Assert.True(read.SequenceEqual(name));
    });

    [Fact]
    public void RepliesAreWrittenAndRead() => VectorFile.ForEach("byte-frames", vector => Selects(vector, "reply"), vector =>
    {
        var status = (DsoftbusStatus)vector.Number("status");
        var frame = new byte[8];
        int count = vector.Has("count") ? vector.Number("count") : 0;
        int length = vector.Has("count")
            ? DsoftbusFrame.WriteBundleListReply(status, (ushort)count, frame)
            : DsoftbusFrame.WriteReply(Opcode(vector), status, frame);
        Assert.Equal(vector.ExpectedBytes(), frame[..length]);
        Assert.True(DsoftbusFrame.TryReadReply(frame.AsSpan(0, length), Opcode(vector), out var readStatus, out ushort readCount));
        Assert.Equal((status, count), (readStatus, readCount));
        Assert.False(DsoftbusFrame.TryReadReply(frame.AsSpan(0, length - 1), Opcode(vector), out _, out _));
    });

    [Fact] // the reserved operations of file systems are refused with the same five bytes
    public void RefusedFramesGetTheReplyOfTheVectors() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "DS" && vector.Kind == "served", vector =>
    {
        Assert.False(DsoftbusFrame.TryRead(vector.Bytes("request"), out var opcode, out _));
        var reply = new byte[DsoftbusFrame.ReplyLength];
        DsoftbusFrame.WriteReply(opcode, DsoftbusStatus.Failed, reply);
        Assert.Equal(vector.ExpectedBytes(), reply);
    });

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 60].Select(Gen.Int[0, 4]).Sample((bytes, kept) =>
    {
        "DS\u0001\u0001"u8[..Math.Min(kept, bytes.Length)].CopyTo(bytes);
        if (DsoftbusFrame.TryRead(bytes, out var opcode, out var name) && opcode == DsoftbusOpcode.RemoteResolve)
            Assert.Equal(bytes.Length - 5, name.Length);
    });

    private static bool Selects(Vector vector, string kind) =>
        vector.Protocol == "DS" && vector.Kind == kind && vector.Text("op") is "REMOTE_RESOLVE" or "REMOTE_BUNDLE_LIST" or "LOG_PROBE";

    private static DsoftbusOpcode Opcode(Vector vector) => Enum.Parse<DsoftbusOpcode>(vector.Text("op").Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
