using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Forward;

/// <summary>A connection of the own stack to a guest, with waiting: one reader and one writer at a time. Loop thread only.</summary>
internal sealed class GuestStream
{
    // A write that fails although the connection has room lacks a packet buffer of the device; nobody tells when one is back.
    private static readonly TimeSpan BufferRetry = TimeSpan.FromMilliseconds(10);

    private readonly HostStack _stack;
    private readonly TcpConnection _connection;
    private readonly LoopSignal _readable;
    private readonly LoopSignal _writable;

    public GuestStream(TaskLoop loop, HostStack stack, TcpConnection connection)
    {
        (_stack, _connection) = (stack, connection);
        _readable = new LoopSignal(loop);
        _writable = new LoopSignal(loop);
        connection.ReadinessChanged = _ => Look();
        stack.Add(this);
    }

    /// <summary>Wakes who can go on. After each poll too: a connection that gets room because another one gave buffers back is not told so.</summary>
    public void Look()
    {
        TcpReadiness readiness = _connection.Readiness;
        if ((readiness & TcpReadiness.Readable) != 0)
            _readable.Set();
        if ((readiness & TcpReadiness.Writable) != 0)
            _writable.Set();
    }

    /// <summary>Waits for the handshake; false when it was refused or did not end in time.</summary>
    public async ValueTask<bool> OpenAsync(Instant deadline)
    {
        while ((_connection.Readiness & TcpReadiness.Writable) == 0)
        {
            if (!await _writable.WaitAsync(deadline))
                return false;
        }

        return _connection.Failure == TcpFailure.None;
    }

    /// <summary>Reads what is there, waiting for the first byte: at least one, 0 at the guest's end, -1 when the connection failed.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        while (true)
        {
            TcpReadStatus status = _connection.Read(destination.Span, _stack.Now, out int count);
            _stack.Kick();
            switch (status)
            {
                case TcpReadStatus.Ok:
                    return count;
                case TcpReadStatus.EndOfStream:
                    return 0;
                case TcpReadStatus.WouldBlock:
                    await _readable.WaitAsync(Instant.Never);
                    break;
                default:
                    return -1;
            }
        }
    }

    /// <summary>Writes everything, waiting for room; false when the connection failed or was ended.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> source)
    {
        while (!source.IsEmpty)
        {
            TcpWriteStatus status = _connection.Write(source.Span, _stack.Now, out int count);
            _stack.Kick();
            source = source[count..];
            if (status is not (TcpWriteStatus.Ok or TcpWriteStatus.WouldBlock))
                return false;
            if (source.IsEmpty)
                break;
            bool hasRoom = (_connection.Readiness & TcpReadiness.Writable) != 0;
            await _writable.WaitAsync(hasRoom ? _stack.Now + BufferRetry : Instant.Never);
        }

        return true;
    }

    /// <summary>Ends the sending side.</summary>
    public void Finish()
    {
        _connection.Close(_stack.Now);
        _stack.Kick();
    }

    /// <summary>Resets the connection; a waiting reader or writer learns of it.</summary>
    public void Abort()
    {
        _connection.Abort();
        _stack.Kick();
    }

    /// <summary>Gives the connection up.</summary>
    public void Release()
    {
        _stack.Remove(this);
        _connection.Release(_stack.Now);
        _stack.Kick();
    }
}
