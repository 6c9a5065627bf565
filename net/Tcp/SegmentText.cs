using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Net.Tcp;

/// <summary>Octets of a received segment: in one span, and in the buffers behind it when a device put several segments together.</summary>
public readonly ref struct SegmentText
{
    private readonly ReadOnlySpan<byte> _first;
    private readonly PacketBuffer? _rest;

    /// <param name="bytes">All of it.</param>
    public SegmentText(ReadOnlySpan<byte> bytes)
    {
        _first = bytes;
        Length = bytes.Length;
    }

    /// <param name="packet">The window, and those of the chain behind it.</param>
    public SegmentText(PacketBuffer packet)
        : this(packet.Span, packet.Next, packet.TotalLength, packet.Offload.SegmentSize)
    {
    }

    private SegmentText(ReadOnlySpan<byte> first, PacketBuffer? rest, int length, int segmentSize)
    {
        _first = first.Length > length ? first[..length] : first;
        _rest = rest;
        Length = length;
        SegmentSize = segmentSize;
    }

    public int Length { get; }

    /// <summary>Octets of text in each of the segments that this was put together from; 0: it is one segment.</summary>
    public int SegmentSize { get; }

    /// <summary>The octets up to the first seam; a header lies in them as a whole.</summary>
    public ReadOnlySpan<byte> First => _first;

    public static implicit operator SegmentText(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>The octets from <paramref name="start"/>.</summary>
    public SegmentText Slice(int start) => Slice(start, Length - start);

    /// <summary>Some of the octets.</summary>
    public SegmentText Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start, (uint)Length, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Length - start), nameof(length));
        var first = _first;
        var rest = _rest;
        while (start > first.Length || (start == first.Length && rest is not null))
        {
            start -= first.Length;
            first = rest!.Span;
            rest = rest.Next;
        }

        return new SegmentText(first[start..], rest, length, SegmentSize);
    }

    /// <summary>Copies everything.</summary>
    public void CopyTo(Span<byte> destination)
    {
        _first.CopyTo(destination);
        destination = destination[_first.Length..Length];
        for (var piece = _rest; !destination.IsEmpty; piece = piece.Next)
        {
            var bytes = piece!.Span;
            if (bytes.Length > destination.Length)
                bytes = bytes[..destination.Length];
            bytes.CopyTo(destination);
            destination = destination[bytes.Length..];
        }
    }

    /// <summary>Adds the octets to a checksum (RFC 1071), whatever lengths the pieces have.</summary>
    public ulong Accumulate(ulong sum)
    {
        sum = InternetChecksum.Accumulate(_first, sum);
        int done = _first.Length;
        for (var piece = _rest; done < Length; piece = piece.Next)
        {
            var bytes = piece!.Span;
            if (bytes.Length > Length - done)
                bytes = bytes[..(Length - done)];
            sum = InternetChecksum.Accumulate(bytes, sum, done);
            done += bytes.Length;
        }

        return sum;
    }
}
