using DSoftBus.Net.Facade;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Udp;
using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Net.Netstackd;

/// <summary>
/// Requests that bring a memory object: its bytes are copied once, between the object and the buffers of the stack, and never through
/// messages. The object goes back with the answer, whatever the answer is.
/// </summary>
/// <remarks>
/// A message moves one capability, and here that is the object: the way back is the channel that the sender left with OBJECT_CHANNEL. An object
/// of a sender without one, or one that its inbox does not take, is freed.
/// </remarks>
internal sealed partial class FacadeServer
{
    private readonly Dictionary<ServiceId, int> _channels = [];

    private static bool TakesObject(FacadeOperation operation) => operation
        is FacadeOperation.StreamWriteObject or FacadeOperation.StreamReadObject or FacadeOperation.UdpSendObject or FacadeOperation.UdpReceiveObject;

    // A memory object has MAP and nothing else; a device, which has it too, cannot move.
    private bool IsObject(int slot) => slot != 0 && _task.Slots.RightsOf(slot) == Rights.Map;

    private void OpenChannel(in Message request, in FacadeRequest call)
    {
        if (request.MovedSlot == 0)
            return;
        bool hasChannel = _channels.ContainsKey(request.SenderId);
        if ((_task.Slots.RightsOf(request.MovedSlot) & Rights.Send) == 0 || (!hasChannel && _channels.Count == _settings.ObjectChannels))
        {
            Answer(request, Status(call, FacadeStatus.Limit));
            return;
        }

        CloseChannelOf(request.SenderId);
        _channels.Add(request.SenderId, request.TakeMovedSlot());
        AnswerObject(0, request.SenderId, Status(call, FacadeStatus.Ok));
    }

    private void CloseChannelOf(ServiceId sender)
    {
        if (_channels.Remove(sender, out int slot))
            _task.Slots.Close(slot);
    }

    private void HandleObject(in Message request, in FacadeRequest call)
    {
        Count(NetCounter.FacadeObjectsTaken);
        int slot = request.TakeMovedSlot();
        var status = _task.Slots.Lease(slot, out var lease);
        var reply = status != IpcStatus.Ok || call.Offset > (uint)lease.Span.Length
            ? Status(call, FacadeStatus.Malformed)
            : Transfer(call, request.SenderId, lease.Span[(int)call.Offset..]);
        lease.Dispose();
        AnswerObject(slot, request.SenderId, reply);
    }

    private FacadeReply Transfer(in FacadeRequest call, ServiceId sender, Span<byte> bytes)
    {
        if (call.Amount > (uint)bytes.Length)
            return Status(call, FacadeStatus.Malformed);
        bytes = bytes[..(int)call.Amount];
        return call.Operation switch
        {
            FacadeOperation.StreamWriteObject => WriteFrom(call, sender, bytes),
            FacadeOperation.StreamReadObject => ReadInto(call, sender, bytes),
            FacadeOperation.UdpSendObject => SendFrom(call, sender, bytes),
            _ => ReceiveInto(call, sender, bytes),
        };
    }

    private FacadeReply WriteFrom(in FacadeRequest call, ServiceId sender, ReadOnlySpan<byte> bytes)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        return From(call, stream!.Write(bytes, Now, out int count), count);
    }

    private FacadeReply ReadInto(in FacadeRequest call, ServiceId sender, Span<byte> bytes)
    {
        var status = Find(_streams, call.Handle, sender, out var stream);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        return stream!.Read(bytes, Now, out int count) switch
        {
            TcpReadStatus.Ok => WithAmount(call, count),
            TcpReadStatus.WouldBlock => Status(call, FacadeStatus.WouldBlock),
            TcpReadStatus.EndOfStream => Status(call, FacadeStatus.EndOfStream),
            _ => Status(call, FacadeStatus.Io),
        };
    }

    private FacadeReply SendFrom(in FacadeRequest call, ServiceId sender, ReadOnlySpan<byte> bytes)
    {
        var status = Find(_sockets, call.Handle, sender, out var socket);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        return socket!.SendTo(new UdpEndpoint(call.Address, call.Port), bytes, Now) switch
        {
            SendStatus.Sent => WithAmount(call, bytes.Length),
            SendStatus.NoBuffer or SendStatus.QueueFull => Status(call, FacadeStatus.WouldBlock),
            _ => Status(call, FacadeStatus.Io),
        };
    }

    private FacadeReply ReceiveInto(in FacadeRequest call, ServiceId sender, Span<byte> bytes)
    {
        var status = Find(_sockets, call.Handle, sender, out var socket);
        if (status != FacadeStatus.Ok)
            return Status(call, status);
        return socket!.TryReceive(bytes, out var received)
            ? new FacadeReply { Operation = call.Operation, Amount = (uint)received.Copied, Address = received.From.Address, Port = received.From.Port, Nonce = call.Nonce }
            : Status(call, FacadeStatus.WouldBlock);
    }

    // On the sender's channel, with the object in `slot` (0: none), which is not ours any more afterwards.
    private void AnswerObject(int slot, ServiceId sender, in FacadeReply reply)
    {
        if (!_channels.TryGetValue(sender, out int channel))
        {
            Count(NetCounter.FacadeRepliesLost);
            if (slot == 0)
                return;
            Count(NetCounter.FacadeObjectsLost);
            _task.Slots.Close(slot);
            return;
        }

        CountRefusal(reply.Status);
        int length = reply.Emit(_reply);
        if (!_replies.SendObject(channel, slot, _reply.AsSpan(0, length)))
            OnInboxGone(sender);
    }

    private static FacadeReply From(in FacadeRequest call, TcpWriteStatus status, int count) => status switch
    {
        TcpWriteStatus.Ok => WithAmount(call, count),
        TcpWriteStatus.WouldBlock => Status(call, FacadeStatus.WouldBlock),
        _ => Status(call, FacadeStatus.Io),
    };

    private static FacadeReply WithAmount(in FacadeRequest call, int amount) => new() { Operation = call.Operation, Amount = (uint)amount, Nonce = call.Nonce };
}
