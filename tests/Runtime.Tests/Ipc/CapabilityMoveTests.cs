using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Ipc;

public class CapabilityMoveTests
{
    private readonly IpcBench _bench = new();
    private readonly SlotTable _client;
    private readonly SlotTable _server;
    private readonly Endpoint _requests;
    private readonly Endpoint _replies;
    private readonly Sender _sender;
    private readonly Receiver _receiver;
    private readonly int _reply;

    public CapabilityMoveTests()
    {
        _client = _bench.Table("client");
        _server = _bench.Table("server");
        _requests = _bench.Endpoint(depth: 1);
        _replies = _bench.Endpoint(depth: 1);
        _sender = new Sender(_client, IpcBench.Give(_client, _requests, Rights.Send));
        _receiver = new Receiver(_server, IpcBench.Give(_server, _requests, Rights.Receive));
        _reply = IpcBench.Give(_client, _replies, Rights.Send);
    }

    [Fact]
    public void On_success_the_capability_is_gone_here_and_in_the_lowest_free_slot_there()
    {
        Assert.Equal(IpcStatus.Ok, _sender.TrySend([1], _reply));
        Assert.Equal(Rights.None, _client.RightsOf(_reply));
        Assert.Equal((1, 1), (_client.Used, _replies.SenderCount));
        Assert.Equal(IpcStatus.Ok, _receiver.TryReceive(out var message));
        Assert.Equal(2, message.MovedSlot);
        Assert.Equal(Rights.Send, _server.RightsOf(2));
        message.Dispose();
        Assert.Equal((1, 0), (_server.Used, _replies.SenderCount));
    }

    [Fact]
    public void On_every_failure_it_is_where_it_was()
    {
        Assert.Equal(IpcStatus.Ok, _sender.TrySend([0]));
        Check(IpcStatus.WouldBlock, _sender.TrySend([1], _reply));
        Check(IpcStatus.InvalidArgument, _sender.TrySend(new byte[8193], _reply));
        Check(IpcStatus.InvalidArgument, _sender.TrySend([1], _sender.Slot));
        Check(IpcStatus.PermissionDenied, new Sender(_server, _receiver.Slot).TrySend([1], _reply));

        IpcStatus? late = null;
        _bench.Loop.Start(async () => late = await _sender.SendAsync(new byte[1], IpcBench.At(5), _reply));
        _bench.RunTo(1);
        Assert.Equal(Rights.None, _client.RightsOf(_reply));
        Assert.Equal(IpcStatus.NoSuchEndpoint, _client.Close(_reply));
        Assert.Equal(IpcStatus.NoSuchEndpoint, _client.Clone(_reply, out _));
        Assert.Equal(2, _client.Used);
        _bench.RunTo(6);
        Check(IpcStatus.TimedOut, late!.Value);

        _bench.Loop.Start(async () => late = await _sender.SendAsync(new byte[1], IpcBench.At(50), _reply));
        _bench.RunTo(7);
        _requests.Close();
        _bench.RunTo(8);
        Check(IpcStatus.NoSuchEndpoint, late!.Value);
        Check(IpcStatus.NoSuchEndpoint, _sender.TrySend([1], _reply));

        void Check(IpcStatus expected, IpcStatus actual)
        {
            Assert.Equal(expected, actual);
            Assert.Equal((2, Rights.Send, 1), (_client.Used, _client.RightsOf(_reply), _replies.SenderCount));
        }
    }

    [Fact]
    public void A_blocked_send_moves_it_when_it_gets_in()
    {
        _sender.TrySend([0]);
        IpcStatus? result = null;
        _bench.Loop.Start(async () => result = await _sender.SendAsync(new byte[1], Instant.Never, _reply));
        _bench.RunTo(1);
        Assert.Equal(IpcStatus.Ok, _receiver.TryReceive(out _));
        _bench.RunTo(2);
        Assert.Equal((IpcStatus.Ok, 1), (result, _client.Used));
        Assert.Equal(IpcStatus.Ok, _receiver.TryReceive(out var message));
        Assert.Equal(Rights.Send, _server.RightsOf(message.MovedSlot));
    }

    [Fact]
    public void Managed_and_dead_capabilities_do_not_move()
    {
        var managed = IpcBench.Give(_client, _replies, Rights.Send | Rights.Manage);
        Assert.Equal(IpcStatus.PermissionDenied, _sender.TrySend([1], managed));
        Assert.Equal(IpcStatus.PermissionDenied, _client.Clone(managed, out _));
        Assert.Equal(IpcStatus.InvalidArgument, _sender.TrySend([1], 90));
        Assert.Equal(IpcStatus.InvalidArgument, _sender.TrySend([1], -1));
        _replies.Close();
        Assert.Equal(IpcStatus.NoSuchEndpoint, _sender.TrySend([1], _reply));
        Assert.Equal(IpcStatus.NoSuchEndpoint, _client.Clone(_reply, out _));
        Assert.Equal(IpcStatus.Ok, _client.Close(_reply));
    }

    [Fact]
    public void Without_a_free_slot_the_message_stays_first_until_there_is_one()
    {
        IpcBench.FillSlots(_server, _receiver.Slot);
        Assert.Equal(95, _server.Used);
        Assert.Equal(IpcStatus.Ok, _sender.TrySend([7], _reply));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(IpcStatus.NoSpace, _receiver.TryReceive(out var none));
            Assert.Equal(IpcStatus.NoSpace, none.Status);
        }

        Assert.Equal(IpcStatus.NoSpace, _bench.Finish(() => _receiver.ReceiveAsync())?.Status);
        Assert.Equal((1, 1), (_requests.QueuedMessages, _replies.SenderCount));
        _server.Close(50);
        Assert.Equal(IpcStatus.Ok, _receiver.TryReceive(out var message));
        Assert.Equal(50, message.MovedSlot);
        Assert.Equal([7], message.Payload.ToArray());
    }

    [Fact]
    public void A_waiting_receiver_without_a_slot_is_told_and_the_message_waits()
    {
        IpcBench.FillSlots(_server, _receiver.Slot);
        IpcStatus? result = null;
        _bench.Loop.Start(async () => result = (await _receiver.ReceiveAsync()).Status);
        _bench.RunTo(1);
        Assert.Equal(IpcStatus.Ok, _sender.TrySend([7], _reply));
        _bench.RunTo(2);
        Assert.Equal((IpcStatus.NoSpace, 1), (result, _requests.QueuedMessages));
    }

    [Fact]
    public void A_capability_in_a_queued_message_closes_when_the_endpoint_dies()
    {
        IpcStatus? client = null;
        var inbox = new Receiver(_client, IpcBench.Give(_client, _replies, Rights.Receive));
        _bench.Loop.Start(async () => client = (await inbox.ReceiveAsync()).Status);
        Assert.Equal(IpcStatus.Ok, _sender.TrySend([1], _reply));
        _bench.RunTo(1);
        Assert.Null(client);
        _requests.Close();
        _bench.RunTo(2);
        Assert.Equal((IpcStatus.PeerClosed, 0), (client, _replies.SenderCount));
    }

    [Fact]
    public void A_reply_closes_its_capability_exactly_once_whatever_happens()
    {
        // Sent.
        var message = Request();
        Assert.Equal(IpcStatus.Ok, message.TryReply([1]));
        CheckClosed(message);

        // The client's inbox is full now: no wait, and a wait that times out.
        message = Request();
        Assert.Equal(IpcStatus.WouldBlock, message.TryReply([1]));
        CheckClosed(message);
        message = Request();
        var reply = message.ReplyAsync(new byte[1], IpcBench.At(5));
        Assert.Equal((2, 2), (_server.Used, _replies.SenderCount));
        IpcStatus? late = null;
        _bench.Loop.Start(async () => late = await reply);
        _bench.RunTo(6);
        Assert.Equal(IpcStatus.TimedOut, late);
        CheckClosed(message);

        // The inbox is gone.
        message = Request();
        _replies.Close();
        Assert.Equal(IpcStatus.NoSuchEndpoint, _bench.Finish(() => message.ReplyAsync(new byte[1], IpcBench.At(50))));
        CheckClosed(message);

        void CheckClosed(Message answered)
        {
            Assert.Equal((1, 0), (_server.Used, answered.MovedSlot));
            Assert.Equal(IpcStatus.NoSuchEndpoint, answered.TryReply([1]));
            answered.Dispose();
            Assert.Equal((1, 1), (_server.Used, _replies.SenderCount));
        }
    }

    [Fact]
    public void A_taken_capability_survives_the_message()
    {
        var message = Request();
        Assert.Equal(2, message.TakeMovedSlot());
        Assert.Equal(0, message.TakeMovedSlot());
        message.Dispose();
        Assert.Equal(Rights.Send, _server.RightsOf(2));
    }

    [Fact]
    public void Disposing_does_not_close_another_capability_that_got_the_slot_meanwhile()
    {
        var message = Request();
        var slot = message.MovedSlot;
        Assert.Equal(IpcStatus.Ok, _server.Close(slot));
        Assert.Equal(IpcStatus.Ok, _server.Clone(_receiver.Slot, out var clone));
        Assert.Equal(slot, clone);
        Assert.Equal(0, message.MovedSlot);
        Assert.Equal(IpcStatus.NoSuchEndpoint, message.TryReply([1]));
        message.Dispose();
        Assert.Equal(Rights.Receive, _server.RightsOf(clone));
    }

    [Fact]
    public void A_message_read_after_disposal_is_a_defect_and_a_second_disposal_is_nothing()
    {
        var first = Request();
        var copy = first;
        first.Dispose();
        Assert.Throws<InvalidOperationException>(() => copy.Payload.Length);
        Assert.Throws<InvalidOperationException>(() => copy.SenderPid);
        Assert.Throws<InvalidOperationException>(() => copy.TryReply([1]));
        var second = Request();
        copy.Dispose();
        Assert.Equal(Rights.Send, _server.RightsOf(second.MovedSlot));
        Assert.Equal(1, second.Payload.Length);
        Assert.Throws<InvalidOperationException>(() => new Message(IpcStatus.TimedOut).Payload.Length);
        new Message(IpcStatus.TimedOut).Dispose();
    }

    [Fact]
    public void Memory_moves_without_a_copy_and_opens_only_for_its_owner()
    {
        Assert.Equal(IpcStatus.InvalidArgument, _client.CreateMemoryObject(0, out _));
        Assert.Equal(IpcStatus.Ok, _client.CreateMemoryObject(100_000, out var slot));
        Assert.Equal(IpcStatus.Ok, _client.Clone(slot, out var clone));
        Assert.Equal(IpcStatus.Ok, _client.Lease(slot, out var lease));
        lease.Span[99_999] = 42;
        Assert.Equal(IpcStatus.WouldBlock, _client.Lease(clone, out _));
        Assert.Equal(IpcStatus.WouldBlock, _sender.TrySend([1], slot));
        Assert.Equal(Rights.Map, _client.RightsOf(slot));
        lease.Dispose();
        lease.Dispose();

        Assert.Equal(IpcStatus.Ok, _sender.TrySend([1], slot));
        Assert.Equal(IpcStatus.NoSuchEndpoint, _client.Lease(slot, out _));
        Assert.Equal(IpcStatus.NoSuchEndpoint, _client.Lease(clone, out _));
        Assert.Equal(IpcStatus.NoSuchEndpoint, _sender.TrySend([1], clone));
        Assert.Equal(IpcStatus.PermissionDenied, _client.Lease(_reply, out _));
        Assert.Equal(IpcStatus.Ok, _client.Close(clone));

        Assert.Equal(IpcStatus.Ok, _receiver.TryReceive(out var message));
        Assert.Equal(IpcStatus.Ok, _server.Lease(message.MovedSlot, out var theirs));
        Assert.Equal(42, theirs.Span[99_999]);
        theirs.Dispose();
        Assert.Equal(100_000, _bench.Memory.Allocated);
        message.Dispose();
        Assert.Equal(0, _bench.Memory.Allocated);
    }

    [Fact]
    public void Memory_goes_back_when_its_last_capability_closes_but_not_under_a_lease()
    {
        Assert.Equal(IpcStatus.Ok, _client.CreateMemoryObject(10, out var slot));
        Assert.Equal(IpcStatus.Ok, _client.Clone(slot, out var clone));
        _client.Close(slot);
        Assert.Equal(IpcStatus.Ok, _client.Lease(clone, out var lease));
        _client.Close(clone);
        lease.Span[9] = 1;
        Assert.Equal(10, _bench.Memory.Allocated);
        lease.Dispose();
        Assert.Equal(0, _bench.Memory.Allocated);

        // A message that nobody receives frees it too.
        Assert.Equal(IpcStatus.Ok, _client.CreateMemoryObject(10, out slot));
        Assert.Equal(IpcStatus.Ok, _sender.TrySend([1], slot));
        _requests.Close();
        Assert.Equal(0, _bench.Memory.Allocated);

        // And so does the end of a task that never gave its lease back.
        Assert.Equal(IpcStatus.Ok, _client.CreateMemoryObject(10, out slot));
        Assert.Equal(IpcStatus.Ok, _client.Lease(slot, out _));
        _client.CloseAll();
        Assert.Equal(0, _bench.Memory.Allocated);
        Assert.Equal(IpcStatus.NoSpace, _client.CreateMemoryObject(10, out _));
    }

    [Fact]
    public void Without_memory_or_slot_no_object_is_made()
    {
        var table = new SlotTable(_bench.Kernel, _client.Owner, default, 9, new HostMemoryPool(limitBytes: 10));
        Assert.Equal(IpcStatus.NoSpace, table.CreateMemoryObject(11, out _));
        Assert.Equal(IpcStatus.Ok, table.CreateMemoryObject(5, out var slot));
        IpcBench.FillSlots(table, slot);
        Assert.Equal(IpcStatus.NoSpace, table.CreateMemoryObject(1, out _));
    }

    private Message Request()
    {
        Assert.Equal(IpcStatus.Ok, _client.Clone(_reply, out var clone));
        Assert.Equal(IpcStatus.Ok, _sender.TrySend([1], clone));
        Assert.Equal(IpcStatus.Ok, _receiver.TryReceive(out var message));
        return message;
    }
}
