using CsCheck;
using DSoftBus.Softbus.Sessions;
using Xunit;

namespace DSoftBus.Tests.Softbus.Sessions;

public sealed class OuterFrameReaderTests
{
    [Fact]
    public void LengthsAreBoundedAsInTheVectors() => VectorFile.ForEach("noise-profile-h", "outer-frame", vector =>
    {
        var reader = new OuterFrameReader();
        reader.Append(vector.Bytes("bytes"));
        var expected = vector.Succeeds ? OuterFrameStatus.NeedMore : OuterFrameStatus.TooLong;
        Assert.Equal(expected, reader.TryTake(out _));
        Assert.Equal(expected, reader.TryTake(out _));
    });

    [Fact]
    public void ALengthOfZeroIsAnError()
    {
        var reader = new OuterFrameReader();
        reader.Append([0, 0, 0, 0, 1]);
        Assert.Equal(OuterFrameStatus.EmptyFrame, reader.TryTake(out _));
        Assert.Equal(OuterFrameStatus.EmptyFrame, reader.TryTake(out _));
    }

    [Fact]
    public void ASmallerBoundHolds()
    {
        var reader = new OuterFrameReader(maximumLength: 3);
        Assert.Equal(7, reader.Append([0, 0, 0, 3, 1, 2, 3, 99]));
        Assert.Equal(OuterFrameStatus.Frame, reader.TryTake(out var frame));
        Assert.Equal([1, 2, 3], frame.ToArray());
        reader.Append([0, 0, 0, 4]);
        Assert.Equal(OuterFrameStatus.TooLong, reader.TryTake(out _));
    }

    [Fact]
    public void TheLargestFrameFits()
    {
        var reader = new OuterFrameReader();
        reader.Append([0, 1, 0, 0]);
        while (reader.TryTake(out _) == OuterFrameStatus.NeedMore)
        {
            Assert.False(reader.Free.IsEmpty);
            reader.Append(new byte[1000]);
        }

        Assert.Equal(0, reader.Buffered);
    }

    [Fact]
    public void FramesComeOutHoweverTheStreamIsCut()
    {
        var payload = Gen.Byte.Array[1, 60];
        payload.Array[1, 8].Select(Gen.Int[1, 30].Array[1, 20]).Sample((payloads, cuts) =>
        {
            var stream = payloads.SelectMany(bytes => (byte[])[0, 0, 0, (byte)bytes.Length, .. bytes]).ToArray();
            var reader = new OuterFrameReader(maximumLength: 60);
            var received = new List<byte[]>();
            int at = 0, cut = 0;
            while (at < stream.Length)
            {
                int count = Math.Min(cuts[cut++ % cuts.Length], stream.Length - at);
                at += reader.Append(stream.AsSpan(at, count));
                while (reader.TryTake(out var frame) == OuterFrameStatus.Frame)
                    received.Add(frame.ToArray());
            }

            Assert.Equal(payloads, received);
            Assert.Equal(0, reader.Buffered);
        });
    }

    [Fact]
    public void BufferedTellsThatAFrameHasBegun()
    {
        var reader = new OuterFrameReader();
        Assert.Equal(0, reader.Buffered);
        reader.Append([0]);
        Assert.Equal(OuterFrameStatus.NeedMore, reader.TryTake(out _));
        Assert.Equal(1, reader.Buffered);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Commit(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Commit(65540));
    }

    [Fact]
    public void TakingFramesAllocatesNothing()
    {
        var reader = new OuterFrameReader(maximumLength: 64);
        byte[] stream = [0, 0, 0, 2, 1, 2, 0, 0, 0, 1, 3];
        long before = 0;
        for (int i = 0; i < 200; i++)
        {
            if (i == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            reader.Append(stream);
            while (reader.TryTake(out _) == OuterFrameStatus.Frame)
            {
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
