using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>A connection of the sockets facade as a byte stream.</summary>
public sealed class FacadeByteStream(FacadeStream stream) : IByteStream
{
    private bool _closed;

    public async ValueTask<TransportRead> ReadAsync(Memory<byte> destination, Instant deadline)
    {
        if (_closed)
            return new TransportRead(TransportStatus.Reset, 0);
        var read = await stream.ReadAsync(destination, deadline);
        return new TransportRead(StatusOf(read.Status), read.IsOk ? read.Value : 0);
    }

    public async ValueTask<TransportStatus> WriteAsync(ReadOnlyMemory<byte> bytes, Instant deadline)
        => _closed ? TransportStatus.Reset : StatusOf(await stream.WriteAsync(bytes, deadline));

    public async ValueTask CloseAsync()
    {
        if (_closed)
            return;
        _closed = true;
        await stream.CloseAsync();
    }

    private static TransportStatus StatusOf(FacadeStatus status) => status switch
    {
        FacadeStatus.Ok => TransportStatus.Ok,
        FacadeStatus.EndOfStream => TransportStatus.EndOfStream,
        FacadeStatus.TimedOut => TransportStatus.TimedOut,
        _ => TransportStatus.Reset,
    };
}
