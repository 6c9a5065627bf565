using System.Runtime.CompilerServices;
using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Tcp.Recovery;

/// <summary>What the receiver reports in SACK blocks, most recently changed first (RFC 2018 section 4), and one duplicate in front (RFC 2883 section 4).</summary>
internal struct SackHistory
{
    private const int Capacity = TcpOptions.MaximumSackBlocks;

    private Starts _starts;
    private int _count;
    private TcpSackBlock? _duplicate;

    public readonly bool HasDuplicate => _duplicate is not null;

    /// <summary>Text joined the range from <paramref name="start"/> to <paramref name="end"/>, which is behind a gap.</summary>
    public void Note(SequenceNumber start, SequenceNumber end)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_starts[i] < start || _starts[i] > end)
                _starts[kept++] = _starts[i];
        }

        kept = Math.Min(kept, Capacity - 1);
        for (int i = kept; i > 0; i--)
            _starts[i] = _starts[i - 1];
        _starts[0] = start;
        _count = kept + 1;
    }

    /// <summary>Text came that was here already.</summary>
    public void NoteDuplicate(SequenceNumber start, SequenceNumber end) => _duplicate = new TcpSackBlock(start.Value, end.Value);

    /// <summary>The duplicate was reported.</summary>
    public void Reported() => _duplicate = null;

    /// <summary>Writes the blocks that still stand.</summary>
    /// <returns>How many.</returns>
    public readonly int Write(Span<TcpSackBlock> blocks, ReceiveBuffer received, SequenceNumber next)
    {
        int written = 0;
        if (_duplicate is { } duplicate)
            blocks[written++] = duplicate;
        for (int i = 0; i < _count && written < blocks.Length; i++)
        {
            if (received.TryFindIsland(_starts[i] - next, out int start, out int end))
                blocks[written++] = new TcpSackBlock((next + start).Value, (next + end).Value);
        }

        return written;
    }

    [InlineArray(Capacity)]
    private struct Starts
    {
        private SequenceNumber _first;
    }
}
