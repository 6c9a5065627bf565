using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Tests.Runtime.Ipc;

/// <summary>A receiver that asked is told when a task that sent to it ends.</summary>
public class SenderEndTests
{
    private readonly IpcBench _bench = new();

    [Fact]
    public void Word_of_the_end_comes_once_behind_what_the_sender_sent_and_before_what_others_send_later()
    {
        var endpoint = _bench.Endpoint(depth: 8);
        var receiver = _bench.Receiver(endpoint);
        Assert.Equal(IpcStatus.Ok, receiver.ReportSenders());
        var (first, second) = (Table(endpoint, "first"), Table(endpoint, "second"));
        Assert.Equal(IpcStatus.Ok, new Sender(second, 1).TrySend([1]));
        Assert.Equal(IpcStatus.Ok, new Sender(first, 1).TrySend([2]));
        first.CloseAll();
        Assert.Equal(IpcStatus.Ok, new Sender(second, 1).TrySend([3]));

        Assert.Equal("Ok 1", Take(receiver));
        Assert.Equal("Ok 2", Take(receiver));
        Assert.Equal($"SenderEnded {ServiceId.Of("first")} {first.Pid}", Take(receiver));
        Assert.Equal("Ok 3", Take(receiver));
        Assert.Equal("WouldBlock", Take(receiver));
    }

    [Fact]
    public void A_waiting_receiver_is_woken_and_who_never_sent_is_not_mentioned()
    {
        var endpoint = _bench.Endpoint();
        var receiver = _bench.Receiver(endpoint);
        receiver.ReportSenders();
        var (talker, silent) = (Table(endpoint, "talker"), Table(endpoint, "silent"));
        new Sender(talker, 1).TrySend([7]);
        Assert.Equal("Ok 7", Take(receiver));
        IpcStatus? woken = null;
        _bench.Loop.Start(async () =>
        {
            using var message = await receiver.ReceiveAsync();
            woken = message.Status;
        });
        _bench.RunTo(1);
        silent.CloseAll();
        _bench.RunTo(2);
        Assert.Null(woken);
        talker.CloseAll();
        _bench.RunTo(3);
        Assert.Equal(IpcStatus.SenderEnded, woken);
    }

    [Fact]
    public void Who_sent_before_the_receiver_asked_counts_even_when_it_has_ended_already()
    {
        var endpoint = _bench.Endpoint();
        var receiver = _bench.Receiver(endpoint);
        var sender = Table(endpoint, "early");
        new Sender(sender, 1).TrySend([7]);
        sender.CloseAll();
        receiver.ReportSenders();
        Assert.Equal("Ok 7", Take(receiver));
        Assert.StartsWith("SenderEnded", Take(receiver), StringComparison.Ordinal);
    }

    [Fact]
    public void A_receiver_that_did_not_ask_hears_nothing_and_neither_does_its_next_generation()
    {
        var endpoint = _bench.Endpoint();
        var receiver = _bench.Receiver(endpoint);
        End(endpoint, "a");
        Assert.Equal("Ok 1", Take(receiver));
        Assert.Equal("PeerClosed", Take(receiver));
        receiver.ReportSenders();
        End(endpoint, "b");
        endpoint.DropQueue();
        Assert.Equal("PeerClosed", Take(receiver));
        End(endpoint, "c");
        Assert.Equal("Ok 1", Take(receiver));
        Assert.Equal("PeerClosed", Take(receiver));
    }

    [Fact]
    public void Generations_that_end_while_nobody_listens_take_one_place()
    {
        var endpoint = _bench.Endpoint(depth: 256);
        var receiver = _bench.Receiver(endpoint);
        receiver.ReportSenders();
        uint last = 0;
        for (int i = 0; i < 100; i++)
            last = End(endpoint, "restless");
        for (int i = 0; i < 100; i++)
            Assert.Equal("Ok 1", Take(receiver));
        Assert.Equal($"SenderEnded {ServiceId.Of("restless")} {last}", Take(receiver));
        Assert.Equal("PeerClosed", Take(receiver));
    }

    [Fact]
    public void Only_RECV_may_ask()
    {
        var table = _bench.Table();
        Assert.Equal(IpcStatus.NoSuchEndpoint, new Receiver(table, 9).ReportSenders());
        Assert.Equal(IpcStatus.PermissionDenied, new Receiver(table, IpcBench.Give(table, _bench.Endpoint(), Rights.Send)).ReportSenders());
    }

    private SlotTable Table(Endpoint endpoint, string name)
    {
        var table = _bench.Table(name);
        IpcBench.Give(table, endpoint, Rights.Send);
        return table;
    }

    // One generation that sends one message and ends.
    private uint End(Endpoint endpoint, string name)
    {
        var table = Table(endpoint, name);
        new Sender(table, 1).TrySend([1]);
        table.CloseAll();
        return table.Pid;
    }

    private static string Take(Receiver receiver)
    {
        receiver.TryReceive(out var message);
        using (message)
        {
            return message.Status switch
            {
                IpcStatus.Ok => $"Ok {message.Payload[0]}",
                IpcStatus.SenderEnded => $"SenderEnded {message.SenderId} {message.SenderPid}",
                var status => $"{status}",
            };
        }
    }
}
