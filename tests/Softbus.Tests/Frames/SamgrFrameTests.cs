using System.Text;
using CsCheck;
using DSoftBus.Softbus.Frames;
using Xunit;

namespace DSoftBus.Tests.Softbus.Frames;

public sealed class SamgrFrameTests
{
    private static readonly string[] Resolvable = ["keystored", "policyd", "samgrd", "bundlemgrd", "packagefsd", "vfsd", "execd", "netstackd", "dsoftbusd"];

    [Fact]
    public void RequestsAreWrittenAndRead() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "SM" && vector.Kind == "request", vector =>
    {
        var opcode = Opcode(vector);
        var name = vector.Has("name") ? Encoding.ASCII.GetBytes(vector.Text("name")) : [];
        var request = new SamgrRequest
        {
            Opcode = opcode,
            Name = name,
            SendSlot = vector.Has("send_slot") ? (uint)vector.Number("send_slot") : 0,
            ReceiveSlot = vector.Has("recv_slot") ? (uint)vector.Number("recv_slot") : 0,
        };
        var frame = new byte[64];
        int length = SamgrFrame.WriteRequest(request, frame);
        Assert.Equal(vector.ExpectedBytes(), frame[..length]);
        Assert.Equal(SamgrStatus.Ok, SamgrFrame.TryRead(frame.AsSpan(0, length), moved: true, out var read));
        Assert.Equal((request.Opcode, request.SendSlot, request.ReceiveSlot), (read.Opcode, read.SendSlot, read.ReceiveSlot));
        Assert.True(read.Name.SequenceEqual(name));
    });

    [Fact]
    public void RepliesAreWrittenAndRead() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "SM" && vector.Kind == "reply", vector =>
    {
        var opcode = Opcode(vector);
        var frame = new byte[SamgrFrame.ReplyLength];
        if (opcode is SamgrOpcode.PingCapMove or SamgrOpcode.SenderPid or SamgrOpcode.SenderServiceId)
        {
            int written = opcode switch
            {
                SamgrOpcode.PingCapMove => SamgrFrame.WritePong(frame),
                SamgrOpcode.SenderPid => SamgrFrame.WriteSenderPid((uint)vector.Number("pid"), frame),
                _ => SamgrFrame.WriteSenderServiceId(0x326680366b8c11f1, frame), // dsoftbusd
            };
            Assert.Equal(vector.ExpectedBytes(), frame[..written]);
            return;
        }

        var status = vector.Text("status") == "OK" ? SamgrStatus.Ok : SamgrStatus.NotFound;
        var (send, receive) = vector.Has("send_slot") ? ((uint)vector.Number("send_slot"), (uint)vector.Number("recv_slot")) : (0, 0);
        Assert.Equal(vector.ExpectedBytes(), frame[..SamgrFrame.WriteReply(opcode, status, frame, send, receive)]);
        Assert.True(SamgrFrame.TryReadReply(frame, opcode, out var readStatus, out uint readSend, out uint readReceive));
        Assert.Equal((status, send, receive), (readStatus, readSend, readReceive));
        Assert.False(SamgrFrame.TryReadReply(frame, SamgrOpcode.ResolveStatus, out _, out _, out _));
        Assert.False(SamgrFrame.TryReadReply(frame.AsSpan(0, 12), opcode, out _, out _, out _));
    });

    [Fact]
    public void ServedFramesGetTheReplyOfTheVectors() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "SM" && vector.Kind == "served", vector =>
    {
        var status = SamgrFrame.TryRead(vector.Bytes("request"), moved: false, out var request);
        if (status == SamgrStatus.Ok)
        {
            Assert.Equal(SamgrOpcode.ResolveStatus, request.Opcode); // the only operation that the vectors serve
            if (!Resolvable.Contains(Encoding.ASCII.GetString(request.Name)))
                status = SamgrStatus.NotFound;
        }

        var reply = new byte[SamgrFrame.ReplyLength];
        SamgrFrame.WriteReply(request.Opcode, status, reply);
        Assert.Equal(vector.ExpectedBytes(), reply);
    });

    [Theory]
    [InlineData("534d0104", true, SamgrStatus.Ok, SamgrOpcode.SenderPid)]
    [InlineData("534d0105", true, SamgrStatus.Ok, SamgrOpcode.SenderServiceId)]
    [InlineData("534d0104", false, SamgrStatus.Malformed, SamgrOpcode.Lookup)]
    [InlineData("534d010400", false, SamgrStatus.Unsupported, SamgrOpcode.SenderPid)]
    [InlineData("534d010500", false, SamgrStatus.Unsupported, SamgrOpcode.SenderServiceId)]
    [InlineData("534d0103", false, SamgrStatus.Ok, SamgrOpcode.PingCapMove)]
    [InlineData("534d017f", false, SamgrStatus.Ok, SamgrOpcode.LogProbe)]
    [InlineData("534d0203", false, SamgrStatus.Malformed, SamgrOpcode.Lookup)]
    [InlineData("", true, SamgrStatus.Malformed, SamgrOpcode.Lookup)]
    public void SomeOperationsComeBeforeTheLengthCheck(string frame, bool moved, SamgrStatus status, SamgrOpcode opcode)
    {
        Assert.Equal(status, SamgrFrame.TryRead(Convert.FromHexString(frame), moved, out var request));
        Assert.Equal(opcode, request.Opcode);
    }

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 80].Select(Gen.Bool, Gen.Int[0, 4]).Sample((bytes, moved, kept) =>
    {
        "SM\u0001\u0006"u8[..Math.Min(kept, bytes.Length)].CopyTo(bytes);
        Assert.InRange(SamgrFrame.TryRead(bytes, moved, out _), SamgrStatus.Ok, SamgrStatus.Unsupported);
        SamgrFrame.TryReadReply(bytes, SamgrOpcode.ResolveStatus, out _, out _, out _);
    });

    private static SamgrOpcode Opcode(Vector vector) => Enum.Parse<SamgrOpcode>(vector.Text("op").Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
