using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DSoftBus.Net.Wire;

/// <summary>The options of a TCP segment that this stack speaks: MSS, window scale, SACK permitted, SACK, timestamps, user timeout.</summary>
/// <remarks>Unknown options are skipped by their length (RFC 9293 section 3.1, MUST-6). A value type: nothing is allocated.</remarks>
public readonly record struct TcpOptions
{
    /// <summary>A segment without timestamps carries at most this many SACK blocks; with timestamps three (RFC 2018 section 3).</summary>
    public const int MaximumSackBlocks = 4;

    private const byte EndKind = 0, NoOperationKind = 1, MaximumSegmentSizeKind = 2, WindowScaleKind = 3, SackPermittedKind = 4, SackKind = 5, TimestampsKind = 8, UserTimeoutKind = 28;

    private const uint AlignedTimestamps = NoOperationKind << 24 | NoOperationKind << 16 | TimestampsKind << 8 | 10;
    private const int AlignedTimestampsLength = 12;

    private readonly SackBlocks _sack;

    /// <summary>RFC 9293 section 3.7.1, bytes; null when absent.</summary>
    public ushort? MaximumSegmentSize { get; init; }

    /// <summary>Shift count as sent, RFC 7323 section 2.2; above 14 counts as 14 for the receiver (section 2.3).</summary>
    public byte? WindowScale { get; init; }

    /// <summary>RFC 2018 section 2.</summary>
    public bool SackPermitted { get; init; }

    /// <summary>RFC 7323 section 3.2; null when absent.</summary>
    public TcpTimestamps? Timestamps { get; init; }

    /// <summary>RFC 5482 section 3.2; null when absent.</summary>
    public TcpUserTimeout? UserTimeout { get; init; }

    /// <summary>Blocks of the SACK option, 0..4.</summary>
    public int SackCount { get; private init; }

    /// <summary>Bytes that <see cref="Emit"/> writes, a multiple of four, at most 40.</summary>
    public int Length =>
        (MaximumSegmentSize is null ? 0 : 4)
        + (WindowScale is null ? 0 : 4)
        + (UserTimeout is null ? 0 : 4)
        + (Timestamps is null ? 0 : 12)
        + (SackPermitted && Timestamps is null ? 4 : 0)
        + (SackCount == 0 ? 0 : 4 + (8 * SackCount));

    /// <summary>Block <paramref name="index"/> of <see cref="SackCount"/>, newest first (RFC 2018 section 4).</summary>
    public TcpSackBlock Sack(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)SackCount);
        return _sack[index];
    }

    /// <summary>These options with SACK blocks; the caller leaves room for timestamps.</summary>
    public TcpOptions WithSack(ReadOnlySpan<TcpSackBlock> blocks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Length, MaximumSackBlocks);
        var sack = default(SackBlocks);
        blocks.CopyTo(sack);
        return new TcpOptions(this, sack, blocks.Length);
    }

    /// <summary>Reads an option area. On <see cref="WireError.BadLength"/> the options before the broken one are in <paramref name="options"/>.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> area, out TcpOptions options)
    {
        options = default;

        // What nearly every segment carries (RFC 7323 appendix A).
        if (area.Length == AlignedTimestampsLength && BinaryPrimitives.ReadUInt32BigEndian(area) == AlignedTimestamps)
        {
            options = new TcpOptions { Timestamps = new(BinaryPrimitives.ReadUInt32BigEndian(area[4..]), BinaryPrimitives.ReadUInt32BigEndian(area[8..])) };
            return WireError.None;
        }

        while (area.Length > 0 && area[0] != EndKind)
        {
            if (area[0] == NoOperationKind)
            {
                area = area[1..];
                continue;
            }

            if (area.Length < 2 || area[1] < 2 || area[1] > area.Length || !options.TryAdd(area[0], area[2..area[1]], out options))
                return WireError.BadLength;
            area = area[area[1]..];
        }

        return WireError.None;
    }

    /// <summary>Writes the options, padded with no-operations so that 32-bit fields are aligned (RFC 7323 appendix A).</summary>
    public void Emit(Span<byte> area)
    {
        if (MaximumSegmentSize is { } mss)
            area = Word(area, (uint)MaximumSegmentSizeKind << 24 | 4 << 16 | mss);
        if (Timestamps is { } timestamps)
        {
            area = Word(area, (SackPermitted ? (uint)SackPermittedKind << 24 | 2 << 16 : NoOperationKind << 24 | NoOperationKind << 16) | TimestampsKind << 8 | 10);
            area = Word(Word(area, timestamps.Value), timestamps.EchoReply);
        }
        else if (SackPermitted)
        {
            area = Word(area, NoOperationKind << 24 | NoOperationKind << 16 | SackPermittedKind << 8 | 2);
        }

        if (WindowScale is { } shift)
            area = Word(area, NoOperationKind << 24 | WindowScaleKind << 16 | 3 << 8 | (uint)shift);
        if (UserTimeout is { } userTimeout)
            area = Word(area, (uint)UserTimeoutKind << 24 | 4 << 16 | userTimeout.Field);
        if (SackCount == 0)
            return;
        area = Word(area, NoOperationKind << 24 | NoOperationKind << 16 | SackKind << 8 | (uint)(2 + (8 * SackCount)));
        foreach (var block in ((ReadOnlySpan<TcpSackBlock>)_sack)[..SackCount])
            area = Word(Word(area, block.Left), block.Right);
    }

    private TcpOptions(TcpOptions other, SackBlocks sack, int count)
    {
        this = other;
        _sack = sack;
        SackCount = count;
    }

    private bool TryAdd(byte kind, ReadOnlySpan<byte> body, out TcpOptions result)
    {
        result = this;
        switch (kind)
        {
            case MaximumSegmentSizeKind when body.Length == 2:
                result = this with { MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(body) };
                return true;
            case WindowScaleKind when body.Length == 1:
                result = this with { WindowScale = body[0] };
                return true;
            case SackPermittedKind when body.Length == 0:
                result = this with { SackPermitted = true };
                return true;
            case TimestampsKind when body.Length == 8:
                result = this with { Timestamps = new(BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..])) };
                return true;
            case UserTimeoutKind when body.Length == 2:
                result = this with { UserTimeout = new TcpUserTimeout(BinaryPrimitives.ReadUInt16BigEndian(body)) };
                return true;
            case SackKind when body.Length is > 0 and <= 8 * MaximumSackBlocks && body.Length % 8 == 0:
                Span<TcpSackBlock> blocks = stackalloc TcpSackBlock[body.Length / 8];
                for (int i = 0; i < blocks.Length; i++)
                    blocks[i] = new(BinaryPrimitives.ReadUInt32BigEndian(body[(i * 8)..]), BinaryPrimitives.ReadUInt32BigEndian(body[((i * 8) + 4)..]));
                result = WithSack(blocks);
                return true;
            case MaximumSegmentSizeKind or WindowScaleKind or SackPermittedKind or TimestampsKind or SackKind or UserTimeoutKind:
                return false;
            default:
                return true;
        }
    }

    private static Span<byte> Word(Span<byte> area, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(area, value);
        return area[4..];
    }

    [InlineArray(MaximumSackBlocks)]
    private struct SackBlocks : IEquatable<SackBlocks>
    {
        private TcpSackBlock _first;

        public readonly bool Equals(SackBlocks other) => ((ReadOnlySpan<TcpSackBlock>)this).SequenceEqual(other);

        public override readonly bool Equals(object? obj) => obj is SackBlocks other && Equals(other);

        public override readonly int GetHashCode() => _first.GetHashCode();
    }
}
