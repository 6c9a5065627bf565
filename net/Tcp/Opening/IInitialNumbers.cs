using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Opening;

/// <summary>Where a new connection's numbers start. Who builds the stack chooses: <see cref="KeyedNumbers"/>, or <see cref="StreamNumbers"/> for runs that repeat byte by byte.</summary>
public interface IInitialNumbers
{
    /// <summary>The initial sequence number (RFC 9293 section 3.4.1).</summary>
    SequenceNumber Sequence(TcpKey key, Instant now);

    /// <summary>What is added to the millisecond clock of the timestamps (RFC 7323 section 7.1).</summary>
    uint TimestampOffset(TcpKey key);
}
