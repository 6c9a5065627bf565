using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Ipc;

/// <summary>A received message, or the reason why there is none. Whoever received it disposes it.</summary>
/// <remarks>Copies share one pooled buffer: after one of them was disposed, disposing another does nothing and reading it is a defect.</remarks>
public readonly struct Message : IDisposable
{
    private readonly MessageBuffer? _buffer;
    private readonly uint _generation;

    internal Message(IpcStatus status) => Status = status;

    internal Message(MessageBuffer buffer, IpcStatus status = IpcStatus.Ok)
    {
        Status = status;
        _buffer = buffer;
        _generation = buffer.Generation;
    }

    /// <summary>Anything but Ok: there is no message, and only this property may be read; with SenderEnded also <see cref="SenderId"/> and <see cref="SenderPid"/>.</summary>
    public IpcStatus Status { get; }

    /// <summary>The whole payload, valid until the message is disposed.</summary>
    public ReadOnlySpan<byte> Payload => Buffer.Payload.Span;

    /// <inheritdoc cref="Payload"/>
    public ReadOnlyMemory<byte> PayloadMemory => Buffer.Payload;

    /// <summary>The sender's service, written by the kernel.</summary>
    public ServiceId SenderId => Buffer.SenderId;

    /// <summary>The sender's pid, written by the kernel; every generation of a task has another one.</summary>
    public uint SenderPid => Buffer.SenderPid;

    public ushort Type => Buffer.Type;

    /// <summary>Where the capability lies that came with the message; 0 for none, or when it was taken or replied on.</summary>
    public int MovedSlot => Buffer.MovedSlot;

    private MessageBuffer Buffer => _buffer is { } buffer && buffer.Generation == _generation
        ? buffer
        : throw new InvalidOperationException("There is no message here, or it was disposed.");

    /// <summary>Sends on the moved capability and closes it, whatever the outcome: exactly once.</summary>
    /// <returns>As <see cref="Sender.SendAsync"/>; NoSuchEndpoint when no capability came with the message.</returns>
    public ValueTask<IpcStatus> ReplyAsync(ReadOnlyMemory<byte> payload, Instant deadline)
    {
        var buffer = Buffer;
        var slot = buffer.TakeMovedSlot();
        return slot == 0
            ? new ValueTask<IpcStatus>(IpcStatus.NoSuchEndpoint)
            : buffer.Receiver!.SendAsync(new SendRequest(slot, payload, MoveSlot: 0, Type: 0, CloseSlot: true), deadline);
    }

    /// <summary>As <see cref="ReplyAsync"/> without waiting; the capability closes even when the queue was full.</summary>
    public IpcStatus TryReply(ReadOnlySpan<byte> payload)
    {
        var buffer = Buffer;
        var slot = buffer.TakeMovedSlot();
        if (slot == 0)
            return IpcStatus.NoSuchEndpoint;
        var status = buffer.Receiver!.TrySend(slot, payload, moveSlot: 0, type: 0);
        buffer.Receiver.Close(slot);
        return status;
    }

    /// <summary>Leaves the moved capability to the caller, who closes it; 0 when there is none.</summary>
    public int TakeMovedSlot() => Buffer.TakeMovedSlot();

    /// <summary>Returns the buffer and closes a moved capability that was neither taken nor replied on.</summary>
    public void Dispose()
    {
        if (_buffer is not { } buffer || buffer.Generation != _generation)
            return;
        var slot = buffer.TakeMovedSlot();
        var receiver = buffer.Receiver;
        buffer.Return();
        if (slot != 0)
            receiver!.Close(slot);
    }
}
