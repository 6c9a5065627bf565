using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>A byte stream that flips the last bit of one of its writes; everything below it is intact, checksums included.</summary>
internal sealed class FlippingStream(IByteStream inner, int flippedWrite) : IByteStream
{
    private int _writes;

    public ValueTask<TransportRead> ReadAsync(Memory<byte> destination, Instant deadline) => inner.ReadAsync(destination, deadline);

    public ValueTask<TransportStatus> WriteAsync(ReadOnlyMemory<byte> bytes, Instant deadline)
    {
        if (_writes++ != flippedWrite)
            return inner.WriteAsync(bytes, deadline);
        var altered = bytes.ToArray();
        altered[^1] ^= 1;
        return inner.WriteAsync(altered, deadline);
    }

    public ValueTask CloseAsync() => inner.CloseAsync();
}
