using DSoftBus.Runtime.Time;

namespace DSoftBus.Softbus.Traits;

/// <summary>
/// An ordered byte stream under a session: a TCP connection of the facade, or a pair in memory in tests.
/// At most one read and one write may be outstanding; both may be outstanding together.
/// </summary>
public interface IByteStream
{
    /// <summary>Reads what is there, at least one byte, waiting until <paramref name="deadline"/> for it. A read that timed out lost nothing.</summary>
    /// <param name="destination">At least one byte; the caller's.</param>
    ValueTask<TransportRead> ReadAsync(Memory<byte> destination, Instant deadline);

    /// <summary>Writes all of <paramref name="bytes"/>. On any other status than Ok an unknown part was sent and the stream is of no further use.</summary>
    ValueTask<TransportStatus> WriteAsync(ReadOnlyMemory<byte> bytes, Instant deadline);

    /// <summary>Closes both directions orderly: bytes already written still arrive. Idempotent; an outstanding read ends with Reset.</summary>
    ValueTask CloseAsync();
}
