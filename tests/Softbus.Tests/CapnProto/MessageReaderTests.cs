using System.Buffers.Binary;
using CsCheck;
using DSoftBus.Softbus.CapnProto;
using Xunit;

namespace DSoftBus.Tests.Softbus.CapnProto;

/// <summary>Limits and hostile shapes that no schema of ours can show.</summary>
public sealed class MessageReaderTests
{
    private static readonly string[] Structs = ["dsoftbus.Frame", "bundlemgr.QueryResponse", "packagefs.PublishBundle", "manifest.BundleManifest"];

    [Fact]
    public void StructsNestSixtyFourDeepAndNoDeeper()
    {
        Assert.Equal(CapnpError.None, Descend(Chain(64), 63));
        Assert.Equal(CapnpError.NestingLimit, Descend(Chain(65), 64));

        static CapnpError Descend(ulong[] words, int levels)
        {
            Assert.Equal(CapnpError.None, MessageReader.TryOpen(Message(words), out var reader));
            var error = reader.TryGetRoot(out var current);
            for (int i = 0; i < levels && error == CapnpError.None; i++)
                error = current.TryGetStruct(ref reader, 0, out current);
            return error;
        }

        // Each struct has one pointer, which is directly followed by the next struct.
        static ulong[] Chain(int structs) => [.. Enumerable.Repeat(1ul << 48, structs), 0];
    }

    [Fact]
    public void TextListsOfListsCountAsNesting()
    {
        // 63 structs, then a list of text at level 64: its elements are level 65.
        ulong list = 1 | 6ul << 32 | 1ul << 35, text = 1 | 2ul << 32 | 1ul << 35;
        var message = Message([.. Enumerable.Repeat(1ul << 48, 63), list, text, 0]);
        MessageReader.TryOpen(message, out var reader);
        Assert.Equal(CapnpError.None, reader.TryGetRoot(out var current));
        for (int i = 0; i < 62; i++)
            Assert.Equal(CapnpError.None, current.TryGetStruct(ref reader, 0, out current));
        Assert.Equal(CapnpError.NestingLimit, current.TryGetTextList(ref reader, 0, out _));
    }

    [Fact]
    public void AStructMayPointAtItselfUntilTheLimit()
    {
        // The root's pointer leads back to the root: endless for a reader without limits.
        var message = Message([1ul << 48, (1ul << 48) | 0xfffffff8]);
        MessageReader.TryOpen(message, out var reader);
        var error = reader.TryGetRoot(out var current);
        int depth = 0;
        while (error == CapnpError.None)
        {
            error = current.TryGetStruct(ref reader, 0, out current);
            depth++;
        }

        Assert.Equal(CapnpError.NestingLimit, error);
        Assert.Equal(64, depth);
    }

    [Fact]
    public void OverlappingPointersMeetTheTraversalLimit()
    {
        // A list of pointers that all lead to one text of 8000 bytes: 1000 words each time.
        const int count = 9000;
        var words = new ulong[2 + count + 1001];
        words[0] = 1ul << 48;
        words[1] = 1 | 6ul << 32 | (ulong)count << 35;
        for (int i = 0; i < count; i++)
            words[2 + i] = (uint)((count - i - 1) << 2) | 1u | 2ul << 32 | 8000ul << 35;
        MessageReader.TryOpen(Message(words), out var reader);
        Assert.Equal(CapnpError.None, reader.TryGetRoot(out var root));
        Assert.Equal(CapnpError.TraversalLimit, root.TryGetTextList(ref reader, 0, out _));
    }

    [Theory]
    [InlineData(0ul)] // elements of no size at all
    [InlineData(7ul)] // structs of no words
    public void ElementsWithoutBytesCostToo(ulong size)
    {
        ulong count = size == 7 ? 0ul : 0x1fffffff;
        ulong list = 1 | size << 32 | count << 35;
        MessageReader.TryOpen(Message([1ul << 48, list, 0xfffffffcul & ~3ul]), out var reader);
        Assert.Equal(CapnpError.None, reader.TryGetRoot(out var root));
        Assert.Equal(CapnpError.TraversalLimit, root.TryGetList(ref reader, 0, out _));
    }

    [Fact]
    public void CapabilitiesAreNeitherStructNorList()
    {
        MessageReader.TryOpen(Message([1ul << 48, 3]), out var reader);
        Assert.Equal(CapnpError.None, reader.TryGetRoot(out var root));
        Assert.Equal(CapnpError.WrongPointerKind, root.TryGetStruct(ref reader, 0, out _));
        Assert.Equal(CapnpError.WrongPointerKind, root.TryGetData(ref reader, 0, out _));
    }

    [Fact]
    public void LandingPadsMustBeWhatTheySeem()
    {
        ulong farToOne = 2 | 1ul << 32, doubleFar = 6 | 1ul << 32;
        Assert.Equal(CapnpError.BadLandingPad, Root([[farToOne], [farToOne]]));
        Assert.Equal(CapnpError.BadLandingPad, Root([[doubleFar], [0, 0]]));
        Assert.Equal(CapnpError.BadLandingPad, Root([[doubleFar], [doubleFar, 0]]));
        Assert.Equal(CapnpError.BadLandingPad, Root([[doubleFar], [farToOne, farToOne]]));
        Assert.Equal(CapnpError.OutOfBounds, Root([[doubleFar], [farToOne]]));
        Assert.Equal(CapnpError.UnknownSegment, Root([[doubleFar], [2 | 2ul << 32, 1ul << 32]]));
        Assert.Equal(CapnpError.OutOfBounds, Root([[doubleFar], [farToOne, 3ul << 32]]));
        Assert.Equal(CapnpError.None, Root([[doubleFar], [farToOne, 2ul << 32]]));

        static CapnpError Root(ulong[][] segments)
        {
            Assert.Equal(CapnpError.None, MessageReader.TryOpen(Message(segments), out var reader));
            return reader.TryGetRoot(out _);
        }
    }

    [Fact]
    public void SegmentsAreBounded()
    {
        Assert.Equal(CapnpError.None, MessageReader.TryOpen(Message([.. Enumerable.Repeat(new ulong[1], 512)]), out _));
        Assert.Equal(CapnpError.TooManySegments, MessageReader.TryOpen(Message([.. Enumerable.Repeat(new ulong[1], 513)]), out _));
        Assert.Equal(CapnpError.TooManySegments, MessageReader.TryOpen([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], out _));
        Assert.Equal(CapnpError.Truncated, MessageReader.TryOpen([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], out _));
        Assert.Equal(CapnpError.OutOfBounds, MessageReader.TryOpen([0, 0, 0, 0, 0, 0, 0, 0], out var empty) is var open && open == CapnpError.None ? empty.TryGetRoot(out _) : open);
    }

    [Fact]
    public void CompositeListsStayInside()
    {
        Assert.Equal(CapnpError.OutOfBounds, List(words: 2, elements: 3));
        Assert.Equal(CapnpError.None, List(words: 2, elements: 2));
        Assert.Equal(CapnpError.OutOfBounds, List(words: 3, elements: 2));
        Assert.Equal(CapnpError.OutOfBounds, List(words: 2, elements: 0x3fffffff));

        static CapnpError List(ulong words, ulong elements)
        {
            MessageReader.TryOpen(Message([1ul << 48, 1 | 7ul << 32 | words << 35, elements << 2 | 1ul << 32, 0, 0]), out var reader);
            Assert.Equal(CapnpError.None, reader.TryGetRoot(out var root));
            return root.TryGetList(ref reader, 0, out _);
        }
    }

    [Fact]
    public void TextOfStructsIsReadByTheirFirstPointer()
    {
        // A newer schema may have turned List(Text) into a list of structs whose first pointer is that text.
        MessageReader.TryOpen(Message([1ul << 48, 1 | 7ul << 32 | 2ul << 35, 1 << 2 | 1ul << 32 | 1ul << 48, 99, 1 | 2ul << 32 | 2ul << 35, 'x']), out var reader);
        Assert.Equal(CapnpError.None, reader.TryGetRoot(out var root));
        Assert.Equal(CapnpError.None, root.TryGetTextList(ref reader, 0, out var texts));
        Assert.Equal(1, texts.Count);
        Assert.True(texts[0].SequenceEqual("x"u8));
    }

    [Fact]
    public void TextMustBeUtf8()
    {
        MessageReader.TryOpen(Message([1ul << 48, 1 | 2ul << 32 | 2ul << 35, 0x00ff]), out var reader);
        Assert.Equal(CapnpError.None, reader.TryGetRoot(out var root));
        Assert.Equal(CapnpError.TextNotUtf8, root.TryGetText(ref reader, 0, out _));
        Assert.Equal(CapnpError.None, root.TryGetData(ref reader, 0, out var data));
        Assert.Equal(2, data.Length);
    }

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 200].Select(Gen.Int[0, Structs.Length - 1]).Sample((bytes, index) =>
    {
        if (bytes.Length >= 8)
        {
            // Otherwise nearly all end at the segment table.
            bytes[0] %= 3;
            bytes.AsSpan(1, 3).Clear();
            bytes[4] = (byte)((bytes.Length - 8) / 8 % 5);
            bytes.AsSpan(5, 3).Clear();
        }

        Judge(Structs[index], bytes);
    }, iter: 3000);

    [Fact]
    public void AnyDamagedVectorGetsAVerdict()
    {
        var vectors = VectorFile.Load("capnp-messages").Where(vector => vector.Kind == "message").ToArray();
        Gen.Int[0, vectors.Length - 1].Select(Gen.Int[0, 10000], Gen.Byte, Gen.Int[0, 10000]).Sample((index, at, value, cut) =>
        {
            var vector = vectors[index];
            var bytes = vector.ExpectedBytes();
            bytes[at % bytes.Length] = value;
            Judge($"{vector.Text("schema")}.{vector.Text("struct")}", bytes);
            Judge($"{vector.Text("schema")}.{vector.Text("struct")}", bytes[..(cut % bytes.Length)]);
        }, iter: 3000);
    }

    private static void Judge(string name, byte[] bytes)
    {
        var error = DynamicMessage.TryRender(SchemaLayout.Of(name.Split('.')[0], name.Split('.')[1]), bytes, out _);
        Assert.InRange(error, CapnpError.None, CapnpError.NestingLimit);
    }

    private static byte[] Message(ulong[] words) => Message([words]);

    private static byte[] Message(ulong[][] segments)
    {
        var table = new byte[(4 + (4 * segments.Length) + 7) & ~7];
        BinaryPrimitives.WriteInt32LittleEndian(table, segments.Length - 1);
        for (int i = 0; i < segments.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(4 + (4 * i)), segments[i].Length);
        return [.. table, .. segments.SelectMany(words => words.SelectMany(BitConverter.GetBytes))];
    }
}
