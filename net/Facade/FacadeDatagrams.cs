using System.Runtime.CompilerServices;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Facade;

/// <summary>A bound UDP port. Its owner closes it.</summary>
public sealed class FacadeDatagrams
{
    private readonly FacadeClient _client;
    private readonly HandleWaits _waits;

    internal FacadeDatagrams(FacadeClient client, uint handle)
    {
        _client = client;
        _waits = new HandleWaits(client, HandleKind.Udp, handle);
        Handle = handle;
    }

    public uint Handle { get; }

    /// <summary>Hears a multicast group until the socket closes.</summary>
    public async ValueTask<FacadeStatus> JoinAsync(Ipv4Address group) =>
        (await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.UdpJoin, Handle = Handle, Address = group })).Status;

    /// <summary>Sends one datagram; <see cref="FacadeStatus.WouldBlock"/> when the network's queue is full, and the datagram is gone.</summary>
    /// <param name="destination">Address and port.</param>
    /// <param name="data">At most 1472 bytes.</param>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeStatus> SendToAsync(UdpEndpoint destination, ReadOnlyMemory<byte> data)
    {
        if (data.Length > FacadeLimits.Datagram)
            return FacadeStatus.Malformed;
        var result = await _client.ValueAsync(
            new FacadeRequest { Operation = FacadeOperation.UdpSendTo, Handle = Handle, Address = destination.Address, Port = destination.Port, Data = data.Span });
        return result.Status;
    }

    /// <summary>Takes the next datagram, waiting for one; one caller at a time.</summary>
    /// <param name="destination">What of the datagram does not fit is lost. For more than 460 bytes give at least 513.</param>
    /// <param name="deadline">When to give up with TimedOut.</param>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeResult<FacadeDatagram>> ReceiveFromAsync(Memory<byte> destination, Instant deadline)
    {
        var maximum = (ushort)Math.Min(destination.Length, FacadeLimits.Datagram);
        while (true)
        {
            var result = await _client.ReceiveAsync(new FacadeRequest { Operation = FacadeOperation.UdpReceiveFrom, Handle = Handle, Maximum = maximum }, destination);
            if (result.IsOk)
                return new(FacadeStatus.Ok, new FacadeDatagram(new UdpEndpoint(result.Value.Address, result.Value.Port), result.Value.Count));
            if (result.Status != FacadeStatus.WouldBlock)
                return new(result.Status);
            var status = await _waits.WaitAsync(FacadeEvents.Readable, deadline);
            if (status != FacadeStatus.Ok)
                return new(status);
        }
    }

    /// <summary>As <see cref="SendToAsync"/> out of a memory object.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeStatus> SendObjectAsync(UdpEndpoint destination, FacadeMemory memory, int offset, int length)
    {
        if (!Fits(memory, offset, length) || length > FacadeLimits.Datagram)
            return FacadeStatus.Malformed;
        return (await _client.MoveAsync(new(FacadeOperation.UdpSendObject, Handle, offset, length, destination), memory)).Status;
    }

    /// <summary>As <see cref="ReceiveFromAsync"/> into a memory object; what of the datagram does not fit in <paramref name="maximum"/> is lost.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeResult<FacadeDatagram>> ReceiveObjectAsync(FacadeMemory memory, int offset, int maximum, Instant deadline)
    {
        if (!Fits(memory, offset, maximum))
            return new(FacadeStatus.Malformed);
        while (true)
        {
            var result = await _client.MoveAsync(new(FacadeOperation.UdpReceiveObject, Handle, offset, maximum), memory);
            if (result.IsOk)
                return new(FacadeStatus.Ok, new FacadeDatagram(result.Value.From, result.Value.Count));
            if (result.Status != FacadeStatus.WouldBlock)
                return new(result.Status);
            var status = await _waits.WaitAsync(FacadeEvents.Readable, deadline);
            if (status != FacadeStatus.Ok)
                return new(status);
        }
    }

    private static bool Fits(FacadeMemory memory, int offset, int length) => offset >= 0 && length >= 0 && length <= memory.Size - offset;

    /// <summary>Leaves its groups and frees the port.</summary>
    public async ValueTask<FacadeStatus> CloseAsync() =>
        (await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.CloseAny, Kind = HandleKind.Udp, Handle = Handle })).Status;
}
