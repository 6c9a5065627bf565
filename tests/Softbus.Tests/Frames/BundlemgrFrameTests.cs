using System.Text;
using CsCheck;
using DSoftBus.Softbus.Frames;
using Xunit;

namespace DSoftBus.Tests.Softbus.Frames;

public sealed class BundlemgrFrameTests
{
    [Fact]
    public void RequestsAreWrittenAndRead() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "BN" && vector.Kind == "request", vector =>
    {
        var name = vector.Has("name") ? Encoding.ASCII.GetBytes(vector.Text("name")) : [];
        var request = new BundlemgrRequest { Opcode = Opcode(vector), Name = name, Slot = vector.Has("slot") ? (byte)vector.Number("slot") : (byte)0 };
        var frame = new byte[64];
        int length = BundlemgrFrame.WriteRequest(request, frame);
        Assert.Equal(vector.ExpectedBytes(), frame[..length]);
        Assert.Equal(BundlemgrStatus.Ok, BundlemgrFrame.TryRead(frame.AsSpan(0, length), out var read));
        Assert.Equal((request.Opcode, request.Slot), (read.Opcode, read.Slot));
        Assert.True(read.Name.SequenceEqual(name));
    });

    [Fact]
    public void RepliesAreWrittenAndRead() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "BN" && vector.Kind == "reply", vector =>
    {
        var opcode = Opcode(vector);
        var frame = new byte[128];
        if (opcode == BundlemgrOpcode.FetchImage)
        {
            var image = vector.Has("image") ? vector.Bytes("image") : SlotImage(vector.Number("active_slot"));
            Assert.Equal(vector.ExpectedBytes(), frame[..BundlemgrFrame.WriteImageReply(image, frame)]);
            return;
        }

        string value = opcode switch { BundlemgrOpcode.List => "count", BundlemgrOpcode.RouteStatus => "route_status", _ => "slot" };
        int length = BundlemgrFrame.WriteReply(opcode, BundlemgrStatus.Ok, (ushort)vector.Number(value), frame);
        Assert.Equal(vector.ExpectedBytes(), frame[..length]);
        Assert.True(BundlemgrFrame.TryReadReply(frame.AsSpan(0, length), opcode, out var status, out ushort read));
        Assert.Equal((BundlemgrStatus.Ok, vector.Number(value)), (status, read));
        Assert.False(BundlemgrFrame.TryReadReply(frame.AsSpan(0, length - 1), opcode, out _, out _));
        Assert.False(BundlemgrFrame.TryReadReply(frame.AsSpan(0, length), BundlemgrOpcode.FetchImage, out _, out _));
    });

    [Fact]
    public void ServedFramesGetTheReplyOfTheVectors() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "BN" && vector.Kind == "served", vector =>
    {
        var status = BundlemgrFrame.TryRead(vector.Bytes("request"), out var request);
        ushort value = (status, request.Opcode) switch
        {
            (BundlemgrStatus.Ok, BundlemgrOpcode.List) => 1,
            (BundlemgrStatus.Ok, BundlemgrOpcode.SetActiveSlot) => request.Slot,
            _ => 0,
        };
        var reply = new byte[BundlemgrFrame.ReplyLength];
        BundlemgrFrame.WriteReply(request.Opcode, status, value, reply);
        Assert.Equal(vector.ExpectedBytes(), reply);
    });

    [Fact]
    public void ImagesAreWrittenAndRead() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "NXBI", vector =>
    {
        var entries = vector.Inputs.GetProperty("entries").EnumerateArray().ToList();
        var buffer = new byte[256];
        int length = BundleImage.WriteHeader((ushort)entries.Count, buffer);
        foreach (var entry in entries)
        {
            length += BundleImage.WriteEntry(new BundleImageEntry
            {
                Bundle = Encoding.UTF8.GetBytes(entry.GetProperty("bundle").GetString()!),
                Version = Encoding.UTF8.GetBytes(entry.GetProperty("version").GetString()!),
                Path = Encoding.UTF8.GetBytes(entry.GetProperty("path").GetString()!),
                Kind = entry.GetProperty("kind").GetUInt16(),
                Data = Convert.FromHexString(entry.GetProperty("data").GetString()!),
            }, buffer.AsSpan(length));
        }

        var image = buffer[..length];
        Assert.Equal(vector.ExpectedBytes(), image);
        Assert.True(BundleImage.TryReadHeader(image, out int count, out var rest));
        Assert.Equal(entries.Count, count);
        foreach (var entry in entries)
        {
            for (int cut = 0; cut < rest.Length; cut++)
            {
                var part = rest[..cut];
                Assert.False(BundleImage.TryReadEntry(ref part, out _));
            }

            Assert.True(BundleImage.TryReadEntry(ref rest, out var read));
            Assert.Equal(entry.GetProperty("path").GetString(), Encoding.UTF8.GetString(read.Path));
            Assert.Equal(entry.GetProperty("data").GetString(), Convert.ToHexStringLower(read.Data));
        }

        Assert.True(rest.IsEmpty);
        Assert.False(BundleImage.TryReadHeader(image.AsSpan(0, 6), out _, out _));
    });

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 80].Select(Gen.Int[0, 4]).Sample((bytes, kept) =>
    {
        "BN\u0001\u0002"u8[..Math.Min(kept, bytes.Length)].CopyTo(bytes);
        Assert.InRange(BundlemgrFrame.TryRead(bytes, out _), BundlemgrStatus.Ok, BundlemgrStatus.Unsupported);
        ReadOnlySpan<byte> rest = bytes;
        while (BundleImage.TryReadEntry(ref rest, out _))
        {
        }
    });

    private static byte[] SlotImage(int slot)
    {
        char letter = slot == 1 ? 'a' : 'b';
        var buffer = new byte[128];
        int length = BundleImage.WriteHeader(1, buffer);
        length += BundleImage.WriteEntry(new BundleImageEntry
        {
            Bundle = "system"u8,
            Version = Encoding.ASCII.GetBytes($"1.0.0-{letter}"),
            Path = "build.prop"u8,
            Data = Encoding.ASCII.GetBytes($"ro.nexus.build=dev\nro.nexus.slot={letter}\n"),
        }, buffer.AsSpan(length));
        return buffer[..length];
    }

    private static BundlemgrOpcode Opcode(Vector vector) => Enum.Parse<BundlemgrOpcode>(vector.Text("op").Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
