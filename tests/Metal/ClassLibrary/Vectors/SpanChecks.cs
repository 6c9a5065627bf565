using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Vectors;

/// <summary>Spans, memory and what works on them.</summary>
internal static class SpanChecks
{
    [InlineArray(8)]
    private struct EightNumbers
    {
        private int _first;
    }

    public static void Add(Area area)
    {
        area.Check("span, slices share their memory", () =>
        {
            int[] numbers = [1, 2, 3, 4, 5];
            var middle = numbers.AsSpan(1..4);
            middle[0] = 20;
            middle.Reverse();
            return Values.Of(numbers, middle.Length, Thrown.By(() => _ = numbers.AsSpan(3, 3).Length));
        });
        area.Check("span, overlapping copies, both ways", () =>
        {
            byte[] up = [1, 2, 3, 4, 5, 6];
            byte[] down = [1, 2, 3, 4, 5, 6];
            up.AsSpan(0, 5).CopyTo(up.AsSpan(1));
            down.AsSpan(1).CopyTo(down);
            return Values.Of(up, down, up.AsSpan(0, 4).Overlaps(up.AsSpan(3)), Thrown.By(() => up.AsSpan().CopyTo(new byte[5])));
        });
        area.Check("span, searches in 1000 bytes", () =>
        {
            byte[] bytes = new byte[1000];
            bytes.AsSpan().Fill(7);
            bytes[613] = 9;
            bytes[800] = 9;
            ReadOnlySpan<byte> span = bytes;
            return Values.Of(span.IndexOf((byte)9), span.LastIndexOf((byte)9), span.IndexOfAnyExcept((byte)7), span.Count((byte)7), span.IndexOf(new byte[] { 9, 7 }), span.ContainsAnyInRange((byte)10, (byte)20));
        });
        area.Check("span, compared and sorted", () =>
        {
            int[] keys = [3, 1, 2];
            string[] items = ["three", "one", "two"];
            keys.AsSpan().Sort(items.AsSpan());
            return Values.Of(keys, items, keys.AsSpan().BinarySearch(2), "abc".AsSpan().SequenceCompareTo("abd"), keys.AsSpan().SequenceEqual([1, 2, 3]), keys.AsSpan().StartsWith([1, 2]));
        });
        area.Check("span, on the stack", () =>
        {
            Span<long> squares = stackalloc long[100];
            for (int i = 0; i < squares.Length; i++)
                squares[i] = (long)i * i;
            long sum = 0;
            foreach (long square in squares)
                sum += square;
            return Values.Of(squares.Length, sum);
        });
        area.Check("span, split, trimmed, tokens", () =>
        {
            var parts = new List<string>();
            ReadOnlySpan<char> text = " a=1; b=22 ;c=333";
            foreach (var range in text.Split(';'))
                parts.Add(text[range].Trim().ToString());
            return Values.Of(parts, text.TrimStart().IndexOfAny("=;"), text.ToString().AsSpan().Contains("b=2", StringComparison.Ordinal));
        });
        area.Check("inline array as a span", () =>
        {
            var numbers = default(EightNumbers);
            Span<int> span = numbers;
            for (int i = 0; i < span.Length; i++)
                span[i] = i * 11;
            return Values.Of(numbers[0], numbers[7], span[2..5].ToArray(), Unsafe.SizeOf<EightNumbers>());
        });
        area.Check("cast of bytes to numbers and back", () =>
        {
            byte[] bytes = [1, 0, 0, 0, 0, 1, 0, 0, 255, 255, 255, 255];
            var numbers = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            numbers[0] = 0x01020304;
            return Values.Of(numbers.ToArray(), Convert.ToHexStringLower(bytes), MemoryMarshal.AsBytes("hi".AsSpan()).ToArray());
        });
        area.Check("binary primitives, both orders of bytes", () =>
        {
            byte[] bytes = new byte[12];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, 0xdeadbeef);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(4), -2.5);
            return Values.Of(Convert.ToHexStringLower(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReverseEndianness(0x11223344).ToString("x"), BinaryPrimitives.TryReadInt64BigEndian(bytes.AsSpan(5), out _));
        });
        area.Check("memory, pool and pins", () =>
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(1000);
            using var pin = rented.AsMemory(10, 20).Pin();
            int length = rented.Length;
            ArrayPool<byte>.Shared.Return(rented);
            using var owner = MemoryPool<int>.Shared.Rent(10);
            owner.Memory.Span[..3].Fill(4);
            return Values.Of(length, owner.Memory.Length >= 10, owner.Memory.Span[..3].ToArray());
        });
        area.Check("sequence over three pieces", () =>
        {
            var first = new Piece([1, 2], null);
            var last = new Piece([3], first);
            last = new Piece([4, 5, 6], last);
            var sequence = new ReadOnlySequence<byte>(first, 0, last, 3);
            var reader = new SequenceReader<byte>(sequence);
            reader.Advance(1);
            reader.TryReadBigEndian(out int value);
            return Values.Of(sequence.Length, sequence.ToArray(), sequence.Slice(1, 4).ToArray(), value.ToString("x8"), reader.Remaining, sequence.PositionOf((byte)4)?.GetInteger());
        });
        area.Check("search values, first digit, first vowel, first word", () =>
        {
            var digits = SearchValues.Create("0123456789");
            var vowels = SearchValues.Create("aeiou");
            var words = SearchValues.Create(["fox", "dog"], StringComparison.OrdinalIgnoreCase);
            const string Text = "The quick brown FOX jumps over 13 lazy dogs";
            return Values.Of(Text.AsSpan().IndexOfAny(digits), Text.AsSpan().IndexOfAny(vowels), Text.AsSpan().IndexOfAny(words), Text.AsSpan().IndexOfAnyExcept(SearchValues.Create("The ")));
        });
        area.Check("array buffer writer", () =>
        {
            var writer = new ArrayBufferWriter<byte>();
            for (int i = 0; i < 1000; i++)
            {
                writer.GetSpan(3)[..3].Fill((byte)i);
                writer.Advance(3);
            }

            return Values.Of(writer.WrittenCount, writer.WrittenSpan[2997..].ToArray(), writer.Capacity >= 3000);
        });
        area.Check("a mebibyte copied, cleared and compared", () =>
        {
            byte[] source = new byte[1 << 20];
            for (int i = 0; i < source.Length; i++)
                source[i] = (byte)(i * 31 >> 3);
            byte[] copy = [.. source];
            bool equal = source.AsSpan().SequenceEqual(copy);
            int common = source.AsSpan().CommonPrefixLength(copy.AsSpan(0, 777_777));
            copy.AsSpan(1000, 500_000).Clear();
            return Values.Of(equal, common, source.AsSpan().CommonPrefixLength(copy), source.Sum(value => (long)value), copy.Sum(value => (long)value) == source.Take(1000).Concat(source.Skip(501_000)).Sum(value => (long)value));
        });
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, Piece? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            before.Next = this;
            RunningIndex = before.RunningIndex + before.Memory.Length;
        }
    }
}
