using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Dsoftbusd;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Tests.Softbus.Dsoftbusd;

/// <summary>A network that takes nothing and brings nothing.</summary>
internal sealed class UnpluggedNetwork : IBusNetwork
{
    public ValueTask<bool> OpenDiscoveryAsync() => ValueTask.FromResult(false);

    public ValueTask<bool> SendToGroupAsync(ReadOnlyMemory<byte> announce) => ValueTask.FromResult(false);

    public ValueTask<GroupDatagram> ReceiveAsync(Memory<byte> buffer) => ValueTask.FromResult(default(GroupDatagram));

    public ValueTask<bool> ListenAsync(ushort port) => ValueTask.FromResult(false);

    public ValueTask<IByteStream?> AcceptAsync() => ValueTask.FromResult<IByteStream?>(null);

    public ValueTask<IByteStream?> ConnectAsync(uint address, ushort port, Instant deadline) => ValueTask.FromResult<IByteStream?>(null);
}
