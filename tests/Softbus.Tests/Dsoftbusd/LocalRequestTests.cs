using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Dsoftbusd;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Tests.Softbus.Hosting;
using Xunit;

namespace DSoftBus.Tests.Softbus.Dsoftbusd;

/// <summary>The daemon's local requests on a machine without a network.</summary>
public sealed class LocalRequestTests
{
    private const int Inbox = 5, InboxSend = 6, Daemon = 7;

    [Fact]
    public void ServesTheVectors() => Run(async (task, caller) =>
    {
        var vectors = VectorFile.Load("byte-frames").Where(vector => vector.Protocol == "DS" && vector.Kind == "served").ToList();
        Assert.NotEmpty(vectors);
        foreach (var vector in vectors)
            Assert.Equal((vector.Name, Convert.ToHexStringLower(vector.ExpectedBytes())), (vector.Name, await AskAsync(task, caller, vector.Bytes("request"))));
    });

    [Theory]
    [InlineData("445301010a62756e646c656d677264", "4453018101")]
    [InlineData("44530102", "44530182010000")]
    [InlineData("445301020909", "44530182010000")]
    [InlineData("4453017f", "445301ff00")]
    [InlineData("44530140016400", "445301c001")]
    [InlineData("44530140046400", "445301c001")]
    [InlineData("445301400164", "445301c001")]
    [InlineData("44530141", "445301c100")]
    public void WithoutASessionEveryRequestIsAnswered(string request, string answer) => Run(async (task, caller)
        => Assert.Equal(answer, await AskAsync(task, caller, Convert.FromHexString(request))));

    [Fact]
    public void AwaitingEndsAtItsTimeoutAndDoesNotHoldOthersUp() => Run(async (task, caller) =>
    {
        var daemon = new DaemonClient(task, caller, task.Sender(Daemon));
        var before = task.Now;
        var waiting = daemon.AwaitAsync(DsoftbusEvent.SessionUp, TimeSpan.FromSeconds(5));
        Assert.Equal("445301ff00", await AskAsync(task, caller, [0x44, 0x53, 1, 0x7f]));
        Assert.Equal(before, task.Now);
        Assert.Equal(DsoftbusStatus.Failed, await waiting);
        Assert.Equal(TimeSpan.FromSeconds(5), task.Now - before);
    });

    [Fact]
    public void ARequestWithoutAReplyCapabilityIsDropped() => Run(async (task, caller) =>
    {
        task.Sender(Daemon).TrySend([0x44, 0x53, 1, 0x7f]);
        Assert.Equal("445301ff00", await AskAsync(task, caller, [0x44, 0x53, 1, 0x7f]));
    });

    private static async ValueTask<string> AskAsync(TaskContext task, ServiceCaller caller, byte[] request)
    {
        using var result = await caller.CallAsync(task.Sender(Daemon), request, task.Now + TimeSpan.FromSeconds(3));
        Assert.Equal(CallStatus.Ok, result.Status);
        return Convert.ToHexStringLower(result.Reply.Payload);
    }

    private static void Run(Func<TaskContext, ServiceCaller, ValueTask> body)
    {
        var daemon = new TaskEntry(
            "dsoftbusd", static task => DsoftbusTask.RunAsync(task, DsoftbusSettings.Read(task.Name, task.Boot), new UnpluggedNetwork()), RestartPolicy.Never,
            Grants.Receive(DsoftbusSlots.Replies, "dsoftbusd.reply"), Grants.Send(DsoftbusSlots.RepliesSend, "dsoftbusd.reply"),
            Grants.Send(DsoftbusSlots.Samgrd, "samgrd"), Grants.Send(DsoftbusSlots.Bundlemgrd, "bundlemgrd"),
            Grants.Send(DsoftbusSlots.Identityd, "identityd"), Grants.Receive(DsoftbusSlots.Requests, "dsoftbusd"));
        TaskHost.Run(
            async task => await body(task, new ServiceCaller(task, Inbox, InboxSend)),
            [Grants.Receive(Inbox, "inbox"), Grants.Send(InboxSend, "inbox"), Grants.Send(Daemon, "dsoftbusd")],
            [ServiceTasks.Identityd, ServiceTasks.Samgrd, ServiceTasks.Bundlemgrd, daemon]);
    }
}
