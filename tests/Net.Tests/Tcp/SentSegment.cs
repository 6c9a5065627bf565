using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>A segment that left, as a value.</summary>
internal sealed record SentSegment(TcpRepr Header, byte[] Text)
{
    public SequenceNumber Sequence => new(Header.SequenceNumber);

    public SequenceNumber Acknowledgment => new(Header.AcknowledgmentNumber);

    public TcpFlags Flags => Header.Flags;
}
