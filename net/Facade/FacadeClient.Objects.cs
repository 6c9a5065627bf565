using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;

namespace DSoftBus.Net.Facade;

/// <summary>Calls that move a memory object to netstackd and get it back with the answer.</summary>
public sealed partial class FacadeClient
{
    private bool _hasChannel;

    /// <summary>Makes a memory object for the calls that move one.</summary>
    /// <param name="bytes">Its size; what netstackd takes or fills in one call is bounded by its buffers, not by this.</param>
    /// <returns><see cref="FacadeStatus.Limit"/>: no memory or no slot.</returns>
    public FacadeResult<FacadeMemory> CreateMemory(int bytes) => _task.Slots.CreateMemoryObject(bytes, out int slot) == IpcStatus.Ok
        ? new(FacadeStatus.Ok, new FacadeMemory(_task.Slots, slot, bytes))
        : new(FacadeStatus.Limit);

    /// <summary>One call with an object; whatever the answer says, the object is back with it. <see cref="FacadeStatus.CallFailed"/>: it was away already, could not be sent (and is here), or no answer came (and it is lost).</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    internal async ValueTask<FacadeResult<ReceivedObject>> MoveAsync(ObjectCall request, FacadeMemory memory)
    {
        if (!_hasChannel)
        {
            var opened = await ValueAsync(new FacadeRequest { Operation = FacadeOperation.ObjectChannel });
            if (!opened.IsOk)
                return new(opened.Status);
            _hasChannel = true;
        }

        if (!memory.IsHere)
            return new(FacadeStatus.CallFailed);
        return await CallAsync(
            new FacadeRequest
            {
                Operation = request.Operation,
                Handle = request.Handle,
                Offset = (uint)request.Offset,
                Amount = (uint)request.Length,
                Address = request.To.Address,
                Port = request.To.Port,
            },
            CallDeadline, 0, static (in FacadeReply reply, int _) => new ReceivedObject((int)Math.Min(reply.Amount, int.MaxValue), new(reply.Address, reply.Port)), memory);
    }

    /// <summary>The arguments of one call.</summary>
    /// <param name="Operation">One that takes an object.</param>
    /// <param name="Handle">Stream or UDP socket.</param>
    /// <param name="Offset">Where in the object, not negative.</param>
    /// <param name="Length">Bytes to send, or the most to receive, not negative.</param>
    /// <param name="To">UDP_SEND_OBJECT: where to.</param>
    internal readonly record struct ObjectCall(FacadeOperation Operation, uint Handle, int Offset, int Length, Udp.UdpEndpoint To = default);

    /// <summary>What came back.</summary>
    internal readonly record struct ReceivedObject(int Count, Udp.UdpEndpoint From);
}
