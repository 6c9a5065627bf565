using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Tests.Runtime.Ipc;

public class SendTests
{
    private readonly IpcBench _bench = new();
    private readonly SlotTable _table;

    public SendTests() => _table = _bench.Table("me");

    [Fact]
    public void The_receiver_gets_the_whole_payload_and_the_sender_as_the_kernel_knows_it()
    {
        var endpoint = _bench.Endpoint();
        var sender = new Sender(_table, IpcBench.Give(_table, endpoint, Rights.Send));
        var receiver = _bench.Receiver(endpoint);
        foreach (var length in new[] { 0, 1, 512, 513, 8192 })
        {
            var payload = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
            Assert.Equal(IpcStatus.Ok, sender.TrySend(payload, type: 0x5566));
            Assert.Equal(IpcStatus.Ok, receiver.TryReceive(out var message));
            Assert.Equal(payload, message.Payload.ToArray());
            Assert.Equal(payload, message.PayloadMemory.ToArray());
            Assert.Equal((ServiceId.Of("me"), _table.Pid, (ushort)0x5566, 0), (message.SenderId, message.SenderPid, message.Type, message.MovedSlot));
            message.Dispose();
        }
    }

    [Fact]
    public void Refusals_come_in_the_order_of_the_kernel_interface()
    {
        var tooLong = new byte[IpcLimits.MaxPayload + 1];
        Assert.Equal(IpcStatus.InvalidArgument, Send(0, tooLong));
        Assert.Equal(IpcStatus.InvalidArgument, Send(SlotTable.Capacity, tooLong));
        Assert.Equal(IpcStatus.NoSuchEndpoint, Send(50, tooLong));

        var receiveOnly = IpcBench.Give(_table, _bench.Endpoint(), Rights.Receive);
        Assert.Equal(IpcStatus.PermissionDenied, Send(receiveOnly, tooLong));

        var endpoint = _bench.Endpoint(depth: 1);
        var slot = IpcBench.Give(_table, endpoint, Rights.Send);
        Assert.Equal(IpcStatus.Ok, Send(slot, [1]));
        Assert.Equal(IpcStatus.WouldBlock, Send(slot, [1]));
        endpoint.Close();
        Assert.Equal(IpcStatus.NoSuchEndpoint, Send(slot, [1]));
        UseUpBudget(_bench.Owner);
        Assert.Equal(IpcStatus.NoSpace, Send(slot, [1]));
        Assert.Equal(IpcStatus.InvalidArgument, Send(slot, [1], moveSlot: 77));
        Assert.Equal(IpcStatus.InvalidArgument, Send(slot, tooLong));
    }

    [Fact]
    public void An_owner_has_256_KiB_and_all_together_one_MiB_even_for_senders_that_would_wait()
    {
        var owners = Enumerable.Range(0, 5).Select(i => new EndpointOwner($"{i}")).ToArray();
        foreach (var owner in owners[..4])
            UseUpBudget(owner);
        Assert.Equal(IpcLimits.BytesGlobal, _bench.Kernel.QueuedBytes);
        var fifth = _bench.Sender(_bench.Endpoint(owner: owners[4]));
        Assert.Equal(IpcStatus.NoSpace, fifth.TrySend([1]));
        Assert.Equal(IpcStatus.NoSpace, _bench.Finish(() => fifth.SendAsync(new byte[1], IpcBench.At(1))));
        Assert.Equal(IpcStatus.Ok, fifth.TrySend([]));
    }

    [Fact]
    public void Receiving_gives_the_budget_back()
    {
        var endpoint = UseUpBudget(_bench.Owner);
        var receiver = _bench.Receiver(endpoint);
        var sender = _bench.Sender(endpoint);
        Assert.Equal(IpcStatus.NoSpace, sender.TrySend([1]));
        Assert.Equal(IpcStatus.Ok, receiver.TryReceive(out var message));
        message.Dispose();
        Assert.Equal(IpcStatus.Ok, sender.TrySend(new byte[8192]));
        endpoint.Close();
        Assert.Equal(0, _bench.Kernel.QueuedBytes);
        Assert.Equal(0, _bench.Owner.QueuedBytes);
    }

    [Fact]
    public void There_are_96_endpoints_per_owner_and_384_in_all()
    {
        var owners = Enumerable.Range(0, 5).Select(i => new EndpointOwner($"{i}")).ToArray();
        foreach (var owner in owners[..4])
        {
            for (var i = 0; i < 96; i++)
                _bench.Endpoint(owner: owner);
            Assert.Equal(IpcStatus.NoSpace, _bench.Kernel.CreateEndpoint("", owner, 1, out _));
        }

        Assert.Equal(384, _bench.Kernel.EndpointCount);
        Assert.Equal(IpcStatus.NoSpace, _bench.Kernel.CreateEndpoint("", owners[4], 1, out _));
    }

    [Theory]
    [InlineData(0, IpcStatus.InvalidArgument)]
    [InlineData(1, IpcStatus.Ok)]
    [InlineData(256, IpcStatus.Ok)]
    [InlineData(257, IpcStatus.InvalidArgument)]
    public void A_queue_holds_1_to_256_messages(int depth, IpcStatus expected)
    {
        Assert.Equal(expected, _bench.Kernel.CreateEndpoint("", _bench.Owner, depth, out var endpoint));
        if (endpoint is null)
            return;
        var sender = _bench.Sender(endpoint);
        for (var i = 0; i < depth; i++)
            Assert.Equal(IpcStatus.Ok, sender.TrySend([1]));
        Assert.Equal(IpcStatus.WouldBlock, sender.TrySend([1]));
    }

    [Fact]
    public void Blocked_senders_get_in_first_come_first_served_and_later_ones_do_not_pass_them()
    {
        var endpoint = _bench.Endpoint(depth: 1);
        var receiver = _bench.Receiver(endpoint);
        var done = new List<byte>();
        Assert.Equal(IpcStatus.Ok, _bench.Sender(endpoint).TrySend([0]));
        for (byte i = 1; i <= 5; i++)
        {
            var (sender, n) = (_bench.Sender(endpoint), i);
            _bench.Loop.Start(async () =>
            {
                Assert.Equal(IpcStatus.Ok, await sender.SendAsync(new[] { n }, IpcBench.At(100)));
                done.Add(n);
            });
        }

        _bench.RunTo(1);
        Assert.Empty(done);
        for (byte i = 0; i <= 5; i++)
        {
            Assert.Equal(IpcStatus.WouldBlock, i == 5 ? IpcStatus.WouldBlock : _bench.Sender(endpoint).TrySend([99]));
            Assert.Equal(IpcStatus.Ok, receiver.TryReceive(out var message));
            Assert.Equal([i], message.Payload.ToArray());
            message.Dispose();
            _bench.RunTo(2 + i);
        }

        Assert.Equal<byte>([1, 2, 3, 4, 5], done);
    }

    [Fact]
    public void A_deadline_ends_the_wait_and_the_message_is_never_delivered()
    {
        var endpoint = _bench.Endpoint(depth: 1);
        var sender = _bench.Sender(endpoint);
        var receiver = _bench.Receiver(endpoint);
        sender.TrySend([1]);
        var log = new List<string>();
        _bench.Loop.Start(async () => log.Add($"{await sender.SendAsync(new byte[] { 2 }, IpcBench.At(5))} {_bench.Loop.Now}"));
        _bench.RunTo(10);
        Assert.Equal(["TimedOut 0.005000"], log);
        Assert.Equal(IpcStatus.Ok, receiver.TryReceive(out _));
        Assert.Equal(IpcStatus.WouldBlock, receiver.TryReceive(out _));
    }

    [Fact]
    public void A_sender_whose_budget_is_gone_when_its_turn_comes_gets_no_space_and_the_next_one_its_turn()
    {
        var endpoint = _bench.Endpoint(depth: 1);
        var receiver = _bench.Receiver(endpoint);
        _bench.Sender(endpoint).TrySend([]);
        var log = new List<string>();
        var large = _bench.Sender(endpoint);
        var empty = _bench.Sender(endpoint);
        _bench.Loop.Start(async () => log.Add($"large {await large.SendAsync(new byte[10], IpcBench.At(50))}"));
        _bench.Loop.Start(async () => log.Add($"empty {await empty.SendAsync(Array.Empty<byte>(), IpcBench.At(50))}"));
        _bench.RunTo(1);
        UseUpBudget(_bench.Owner);
        Assert.Equal(IpcStatus.Ok, receiver.TryReceive(out _));
        _bench.RunTo(2);
        Assert.Equal(["large NoSpace", "empty Ok"], log);
    }

    [Fact]
    public void Closing_the_slot_or_the_endpoint_ends_a_blocked_send()
    {
        var endpoint = _bench.Endpoint(depth: 1);
        var slot = IpcBench.Give(_table, endpoint, Rights.Send);
        var other = IpcBench.Give(_table, endpoint, Rights.Send);
        var log = new List<string>();
        new Sender(_table, slot).TrySend([1]);
        _bench.Loop.Start(async () => log.Add($"slot {await new Sender(_table, slot).SendAsync(new byte[1], IpcBench.At(50))}"));
        _bench.Loop.Start(async () => log.Add($"other {await new Sender(_table, other).SendAsync(new byte[1], IpcBench.At(50))}"));
        _bench.RunTo(1);
        Assert.Equal(IpcStatus.Ok, _table.Close(slot));
        _bench.RunTo(2);
        Assert.Equal(["slot NoSuchEndpoint"], log);
        endpoint.Close();
        _bench.RunTo(3);
        Assert.Equal(["slot NoSuchEndpoint", "other NoSuchEndpoint"], log);
    }

    private IpcStatus Send(int slot, byte[] payload, int moveSlot = 0) => new Sender(_table, slot).TrySend(payload, moveSlot);

    /// <summary>Queues 32 full messages: all that one owner may have.</summary>
    private Endpoint UseUpBudget(EndpointOwner owner)
    {
        var endpoint = _bench.Endpoint(IpcLimits.MaxQueueDepth, owner);
        var sender = _bench.Sender(endpoint);
        var payload = new byte[IpcLimits.MaxPayload];
        while (owner.QueuedBytes < IpcLimits.BytesPerOwner)
            Assert.Equal(IpcStatus.Ok, sender.TrySend(payload.AsSpan(0, Math.Min(payload.Length, IpcLimits.BytesPerOwner - owner.QueuedBytes))));
        return endpoint;
    }
}
