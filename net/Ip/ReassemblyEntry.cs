using System.Buffers.Binary;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Ip;

/// <summary>
/// One datagram that arrives in pieces. Which parts are there is kept as one bit per 8 bytes (RFC 791 section 3.2); a fragment that
/// overlaps another without being a plain repetition ends the datagram, because two readers of such a thing see two datagrams (RFC 5722 section 4 says
/// so for IPv6, and hosts do it for IPv4 since CVE-2018-5391).
/// </summary>
internal sealed class ReassemblyEntry
{
    /// <summary>Where the payload begins in the buffer: room for the largest header in front.</summary>
    public const int PayloadOffset = 64;

    /// <summary>RFC 791 section 3.1: a datagram's header and payload.</summary>
    public const int MaximumDatagram = ushort.MaxValue;

    private const int Block = 8;

    private readonly ulong[] _present = new ulong[(MaximumDatagram / Block / 64) + 1];
    private PacketBuffer? _buffer;
    private int _received;
    private int _total;
    private int _headerLength;
    private int _firstLength;

    public bool IsUsed => _buffer is not null;

    public ReassemblyKey Key { get; private set; }

    public Instant Deadline { get; private set; }

    public Ipv4Cast Cast { get; private set; }

    /// <summary>Whether the fragment with the transport's header is there: only then the sender may be told of a loss.</summary>
    public bool HasFirst => _headerLength > 0;

    /// <summary>Takes over the reference of an empty buffer.</summary>
    public void Start(PacketBuffer buffer, in ReassemblyKey key, Ipv4Cast cast, Instant deadline)
    {
        _buffer = buffer;
        Key = key;
        Cast = cast;
        Deadline = deadline;
        _present.AsSpan().Clear();
        _received = 0;
        _total = -1;
        _headerLength = 0;
        _firstLength = 0;
    }

    /// <summary>Gives up what there is.</summary>
    public void Abandon() => Take().Release();

    /// <summary>Adds a well-formed fragment that fits into the buffer.</summary>
    public FragmentOutcome Add(Ipv4View view)
    {
        int offset = view.FragmentOffset, length = view.Payload.Length, end = offset + length;
        bool contradicts = _total >= 0 ? end > _total || (!view.MoreFragments && end != _total) : !view.MoreFragments && end < Highest();
        if (contradicts)
            return FragmentOutcome.Conflict;
        int first = offset / Block, last = (end + Block - 1) / Block;
        int there = CountPresent(first, last);
        if (there > 0)
            return there == last - first ? FragmentOutcome.Duplicate : FragmentOutcome.Conflict;

        for (int block = first; block < last; block++)
            _present[block / 64] |= 1UL << (block % 64);
        _buffer!.SetWindow(PayloadOffset + offset, length);
        view.Payload.CopyTo(_buffer.Span);
        _received += length;
        if (!view.MoreFragments)
            _total = end;
        if (offset == 0)
        {
            // RFC 791 section 3.2: the datagram's header is that of its first fragment.
            _headerLength = view.HeaderLength;
            _firstLength = length;
            _buffer.SetWindow(PayloadOffset - _headerLength, _headerLength);
            view.Header.CopyTo(_buffer.Span);
        }

        if (_received != _total || !HasFirst)
            return FragmentOutcome.Added;
        return _headerLength + _total <= MaximumDatagram ? FragmentOutcome.Complete : FragmentOutcome.Conflict;
    }

    /// <summary>The whole datagram with a header that fits it; the caller owns the reference.</summary>
    public PacketBuffer TakeComplete() => TakeWithHeader(_total);

    /// <summary>The first fragment alone, to be quoted to its sender; the caller owns the reference. Only if <see cref="HasFirst"/>.</summary>
    public PacketBuffer TakeFirst() => TakeWithHeader(_firstLength);

    private PacketBuffer TakeWithHeader(int payloadLength)
    {
        var buffer = Take();
        int length = _headerLength + payloadLength;
        buffer.SetWindow(PayloadOffset - _headerLength, length);
        var header = buffer.Span[.._headerLength];
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header));
        return buffer;
    }

    private PacketBuffer Take()
    {
        var buffer = _buffer!;
        _buffer = null;
        return buffer;
    }

    private int CountPresent(int first, int last)
    {
        int count = 0;
        for (int block = first; block < last; block++)
            count += (int)(_present[block / 64] >> (block % 64)) & 1;
        return count;
    }

    /// <summary>End of the last part that is there, bytes, rounded up to a block.</summary>
    private int Highest()
    {
        int word = _present.AsSpan().LastIndexOfAnyExcept(0UL);
        return word < 0 ? 0 : ((word * 64) + 64 - System.Numerics.BitOperations.LeadingZeroCount(_present[word])) * Block;
    }
}
