using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Ipc;

public class ReceiveTests
{
    private readonly IpcBench _bench = new();
    private readonly List<string> _log = [];

    [Fact]
    public void Statuses_without_a_message()
    {
        var table = _bench.Table();
        Assert.Equal(IpcStatus.InvalidArgument, new Receiver(table, 0).TryReceive(out _));
        Assert.Equal(IpcStatus.InvalidArgument, new Receiver(table, 96).TryReceive(out _));
        Assert.Equal(IpcStatus.NoSuchEndpoint, new Receiver(table, 95).TryReceive(out _));
        var endpoint = _bench.Endpoint();
        Assert.Equal(IpcStatus.PermissionDenied, new Receiver(table, IpcBench.Give(table, endpoint, Rights.Send)).TryReceive(out var message));
        Assert.Equal(IpcStatus.PermissionDenied, message.Status);
        var receiver = _bench.Receiver(endpoint);
        Assert.Equal(IpcStatus.WouldBlock, receiver.TryReceive(out message));
        Assert.Equal(IpcStatus.WouldBlock, message.Status);
        endpoint.Close();
        Assert.Equal(IpcStatus.NoSuchEndpoint, receiver.TryReceive(out _));
        Assert.Equal(IpcStatus.NoSuchEndpoint, _bench.Finish(() => receiver.ReceiveAsync())?.Status);
    }

    [Fact]
    public void Waiting_receivers_are_served_in_the_order_in_which_they_came()
    {
        var endpoint = _bench.Endpoint();
        for (var i = 0; i < 3; i++)
            Wait(_bench.Receiver(endpoint), $"{i}");
        _bench.RunTo(1);
        var sender = _bench.Sender(endpoint);
        for (byte i = 0; i < 5; i++)
            Assert.Equal(IpcStatus.Ok, sender.TrySend([i]));
        _bench.RunTo(2);
        Assert.Equal(["0 Ok 0", "1 Ok 1", "2 Ok 2"], _log);
        Assert.Equal(2, endpoint.QueuedMessages);
    }

    [Fact]
    public void A_receiver_that_gave_up_does_not_swallow_the_message()
    {
        var endpoint = _bench.Endpoint();
        Wait(_bench.Receiver(endpoint), "early", IpcBench.At(5));
        Wait(_bench.Receiver(endpoint), "late", IpcBench.At(50));
        _bench.RunTo(10);
        Assert.Equal(["early TimedOut"], _log);
        _bench.Sender(endpoint).TrySend([9]);
        _bench.RunTo(11);
        Assert.Equal(["early TimedOut", "late Ok 9"], _log);
    }

    [Fact]
    public void Closing_the_slot_or_the_endpoint_wakes_the_receiver()
    {
        var endpoint = _bench.Endpoint();
        var table = _bench.Table();
        var slot = IpcBench.Give(table, endpoint, Rights.Receive);
        Wait(new Receiver(table, slot), "slot");
        Wait(_bench.Receiver(endpoint), "endpoint");
        _bench.RunTo(1);
        table.Close(slot);
        _bench.RunTo(2);
        Assert.Equal(["slot NoSuchEndpoint"], _log);
        endpoint.Close();
        _bench.RunTo(3);
        Assert.Equal(["slot NoSuchEndpoint", "endpoint NoSuchEndpoint"], _log);
    }

    /// <summary>Last-sender EOF: ever a sender, a sender now, a message queued.</summary>
    [Theory]
    [InlineData(false, false, false, IpcStatus.WouldBlock)]
    [InlineData(true, true, false, IpcStatus.WouldBlock)]
    [InlineData(true, true, true, IpcStatus.Ok)]
    [InlineData(true, false, true, IpcStatus.Ok)]
    [InlineData(true, false, false, IpcStatus.PeerClosed)]
    public void End_of_senders(bool ever, bool now, bool queued, IpcStatus expected)
    {
        var endpoint = _bench.Endpoint();
        var table = _bench.Table();
        var receiver = _bench.Receiver(endpoint);
        var other = _bench.Receiver(endpoint);
        if (ever)
        {
            var slot = IpcBench.Give(table, endpoint, Rights.Send);
            if (queued)
                new Sender(table, slot).TrySend([1]);
            if (!now)
                table.Close(slot);
        }

        Assert.Equal(expected, receiver.TryReceive(out _));
        if (expected is IpcStatus.PeerClosed)
        {
            Assert.Equal(IpcStatus.PeerClosed, _bench.Finish(() => other.ReceiveAsync())?.Status);
            Assert.Null(_bench.Finish(() => other.ReceiveAsync(Instant.Never, reportLastSender: false)));
            IpcBench.Give(table, endpoint, Rights.Send);
            Assert.Equal(IpcStatus.WouldBlock, receiver.TryReceive(out _));
        }
    }

    [Fact]
    public void Closing_the_last_sender_wakes_those_who_asked_for_it()
    {
        var endpoint = _bench.Endpoint();
        var table = _bench.Table();
        var first = IpcBench.Give(table, endpoint, Rights.Send);
        Assert.Equal(IpcStatus.Ok, table.Clone(first, out var second));
        Wait(_bench.Receiver(endpoint), "told");
        Wait(_bench.Receiver(endpoint), "not told", reportLastSender: false);
        _bench.RunTo(1);
        table.Close(first);
        _bench.RunTo(2);
        Assert.Empty(_log);
        table.Close(second);
        _bench.RunTo(3);
        Assert.Equal(["told PeerClosed"], _log);
    }

    private void Wait(Receiver receiver, string name, Instant? deadline = null, bool reportLastSender = true) =>
        _bench.Loop.Start(async () =>
        {
            using var message = await receiver.ReceiveAsync(deadline ?? Instant.Never, reportLastSender);
            _log.Add(message.Status is IpcStatus.Ok ? $"{name} Ok {message.Payload[0]}" : $"{name} {message.Status}");
        });
}
