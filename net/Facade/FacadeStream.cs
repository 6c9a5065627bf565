using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Facade;

/// <summary>A byte stream over one connection: one reader and one writer at a time, which may be different activities. Its owner closes it.</summary>
public sealed class FacadeStream
{
    private readonly FacadeClient _client;
    private readonly HandleWaits _waits;

    internal FacadeStream(FacadeClient client, uint handle)
    {
        _client = client;
        _waits = new HandleWaits(client, HandleKind.Stream, handle);
        Handle = handle;
    }

    public uint Handle { get; }

    /// <summary>Reads what is there, waiting for the first byte.</summary>
    /// <param name="destination">Not empty; at most 480 bytes of it are filled by one call.</param>
    /// <param name="deadline">When to give up.</param>
    /// <returns>
    /// Ok with at least one byte; <see cref="FacadeStatus.EndOfStream"/>; <see cref="FacadeStatus.TimedOut"/>, after which reading may go on;
    /// <see cref="FacadeStatus.Io"/> when the connection failed.
    /// </returns>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeResult<int>> ReadAsync(Memory<byte> destination, Instant deadline)
    {
        var maximum = (ushort)Math.Min(destination.Length, FacadeLimits.Read);
        while (true)
        {
            var result = await _client.ReceiveAsync(new FacadeRequest { Operation = FacadeOperation.Read, Handle = Handle, Maximum = maximum }, destination);
            if (result.Status != FacadeStatus.WouldBlock)
                return new(result.Status, result.Value.Count);
            var status = await _waits.WaitAsync(FacadeEvents.Readable, deadline);
            if (status != FacadeStatus.Ok)
                return new(status);
        }
    }

    /// <summary>Writes everything, waiting for room. On any status but Ok an unknown part was taken: the stream is of no more use.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeStatus> WriteAsync(ReadOnlyMemory<byte> source, Instant deadline)
    {
        while (!source.IsEmpty)
        {
            int length = Math.Min(source.Length, FacadeLimits.WriteWithNonce);
            var result = await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.Write, Handle = Handle, Data = source.Span[..length] });
            if (result.IsOk && result.Value > 0)
            {
                source = source[Math.Min(result.Value, length)..];
                continue;
            }

            if (result.Status is not (FacadeStatus.Ok or FacadeStatus.WouldBlock))
                return result.Status;
            var status = await _waits.WaitAsync(FacadeEvents.Writable, deadline);
            if (status != FacadeStatus.Ok)
                return status;
        }

        return FacadeStatus.Ok;
    }

    /// <summary>As <see cref="ReadAsync"/> into a memory object, which netstackd fills from the connection's buffer: the bytes are copied once, and go through no message.</summary>
    /// <param name="memory">The caller's now, and again when the result is there unless that is CallFailed.</param>
    /// <param name="offset">Where in the object.</param>
    /// <param name="maximum">The most to take, at least 1.</param>
    /// <param name="deadline">When to give up waiting for the first byte.</param>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeResult<int>> ReadObjectAsync(FacadeMemory memory, int offset, int maximum, Instant deadline)
    {
        if (!Fits(memory, offset, maximum))
            return new(FacadeStatus.Malformed);
        while (true)
        {
            var result = await _client.MoveAsync(new(FacadeOperation.StreamReadObject, Handle, offset, maximum), memory);
            if (result.Status != FacadeStatus.WouldBlock)
                return new(result.Status, result.Value.Count);
            var status = await _waits.WaitAsync(FacadeEvents.Readable, deadline);
            if (status != FacadeStatus.Ok)
                return new(status);
        }
    }

    /// <summary>As <see cref="WriteAsync"/> out of a memory object: the bytes are copied once, into the packets that leave.</summary>
    /// <param name="memory">The caller's now, and again when the result is there unless that is CallFailed.</param>
    /// <param name="offset">Where in the object.</param>
    /// <param name="length">Bytes to write, at least 1.</param>
    /// <param name="deadline">When to give up waiting for room.</param>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeStatus> WriteObjectAsync(FacadeMemory memory, int offset, int length, Instant deadline)
    {
        if (!Fits(memory, offset, length))
            return FacadeStatus.Malformed;
        while (length > 0)
        {
            var result = await _client.MoveAsync(new(FacadeOperation.StreamWriteObject, Handle, offset, length), memory);
            int taken = Math.Min(result.Value.Count, length);
            (offset, length) = (offset + taken, length - taken);
            if (result.IsOk && taken > 0)
                continue;
            if (result.Status is not (FacadeStatus.Ok or FacadeStatus.WouldBlock))
                return result.Status;
            var status = await _waits.WaitAsync(FacadeEvents.Writable, deadline);
            if (status != FacadeStatus.Ok)
                return status;
        }

        return FacadeStatus.Ok;
    }

    /// <summary>Changes one setting; <see cref="FacadeStatus.Malformed"/>: the value is outside the bounds that <see cref="StreamOption"/> names; <see cref="FacadeStatus.Io"/>: the connection has ended.</summary>
    public async ValueTask<FacadeStatus> SetAsync(StreamOption option, uint value) =>
        (await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.StreamSet, Handle = Handle, Option = option, Amount = value })).Status;

    /// <summary>Reads one setting.</summary>
    public ValueTask<FacadeResult<uint>> GetAsync(StreamOption option) =>
        _client.AmountAsync(new FacadeRequest { Operation = FacadeOperation.StreamGet, Handle = Handle, Option = option });

    /// <summary>Ends the sending side: what was written still goes out, then FIN. Reading goes on; writing answers <see cref="FacadeStatus.Io"/>.</summary>
    public async ValueTask<FacadeStatus> ShutdownAsync() =>
        (await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.Shutdown, Handle = Handle })).Status;

    /// <summary>Gives the connection up: what was written still goes out, then FIN; unread bytes are lost, and the peer learns of it by a reset.</summary>
    public async ValueTask<FacadeStatus> CloseAsync() =>
        (await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.Close, Handle = Handle })).Status;

    private static bool Fits(FacadeMemory memory, int offset, int length) => offset >= 0 && length > 0 && length <= memory.Size - offset;

    /// <summary>Waits for the handshake.</summary>
    internal async ValueTask<FacadeStatus> WaitConnectedAsync(Instant deadline)
    {
        var status = await _waits.WaitAsync(FacadeEvents.Writable, deadline);
        if (status != FacadeStatus.Ok)
            return status;

        // A connection that failed is ready too; this says which of both it is.
        var result = await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.WaitWritable, Handle = Handle });
        return result.Status == FacadeStatus.WouldBlock ? FacadeStatus.Ok : result.Status;
    }
}
