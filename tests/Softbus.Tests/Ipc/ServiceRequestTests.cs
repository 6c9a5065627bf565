using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Softbus.Messages.Bundlemgr;
using DSoftBus.Softbus.Messages.Samgr;
using DSoftBus.Tests.Softbus.Hosting;
using Xunit;

namespace DSoftBus.Tests.Softbus.Ipc;

/// <summary>samgrd and bundlemgrd as tasks: opcode requests and byte frames over real messages.</summary>
public sealed class ServiceRequestTests
{
    private const int Inbox = 5, InboxSend = 6, Samgrd = 7, Bundlemgrd = 8;

    [Theory]
    [InlineData("bundlemgrd", true)]
    [InlineData("samgrd", true)]
    [InlineData("missing-service", false)]
    public void ARunningServiceIsFound(string name, bool found) => Run(async (task, caller) =>
    {
        // bundlemgrd registers itself when it starts.
        await task.DelayAsync(TimeSpan.FromMilliseconds(1));
        var answer = await AskAsync(task, caller, Samgrd, Resolve(name));
        Assert.Equal(CapnpError.None, ResolveResponse.TryRead(answer.AsSpan(1), out var response));
        Assert.Equal((2, found, found ? 5u : 0u), (answer[0], response.Found, response.Endpoint));
    });

    [Theory]
    [InlineData("demo", true)]
    [InlineData("bundlemgrd", false)]
    public void OnlyTheOwnNameIsRegisteredForAll(string name, bool stored) => Run(async (task, caller) =>
    {
        var answer = await AskAsync(task, caller, Samgrd, Register(name, 77));
        Assert.Equal(CapnpError.None, RegisterResponse.TryRead(answer.AsSpan(1), out var response));
        Assert.Equal(stored, response.Ok);
        Assert.Equal(stored ? "03" : "FF0308", Convert.ToHexString(await AskAsync(task, caller, Samgrd, Heartbeat(77)))[..(stored ? 2 : 6)]);
    });

    [Theory]
    [InlineData(Samgrd, "02", "FF0202")]
    [InlineData(Samgrd, "09", "FF0901")]
    [InlineData(Samgrd, "", "534D01820200000000" + "00000000")]
    [InlineData(Samgrd, "534D01060673616D677264", "534D0186000000000000000000")]
    [InlineData(Bundlemgrd, "02", "FF0202")]
    [InlineData(Bundlemgrd, "01", "FF0101")]
    [InlineData(Bundlemgrd, "424E0101", "424E018100010000")]
    [InlineData(Bundlemgrd, "424E01020673616D677264", "424E018200000000")]
    [InlineData(Bundlemgrd, "424E010206766672616D65", "424E018200010000")]
    [InlineData(Bundlemgrd, "424E01020964736F667462757364", "424E018200010000")]
    public void EveryRequestIsAnswered(int service, string request, string answer) => Run(async (task, caller)
        => Assert.Equal(answer, Convert.ToHexString(await AskAsync(task, caller, service, Convert.FromHexString(request)))));

    [Theory]
    [InlineData("system", true, "1.0.0-a")]
    [InlineData("demo", false, "")]
    public void TheSystemBundleIsInstalled(string name, bool installed, string version) => Run(async (task, caller) =>
    {
        var answer = await AskAsync(task, caller, Bundlemgrd, Query(name));
        Assert.Equal(CapnpError.None, QueryResponse.TryRead(answer.AsSpan(1), out var response));
        Assert.Equal((installed, version), (response.Installed, System.Text.Encoding.UTF8.GetString(response.Version)));
    });

    [Fact]
    public void AnAnswerThatComesTooLateIsNotTakenForTheNext()
    {
        const int Slow = 9;
        var slow = new TaskEntry("slow", async task =>
        {
            var requests = task.Receiver(5);
            while (true)
            {
                using var request = await requests.ReceiveAsync();
                await task.DelayAsync(TimeSpan.FromSeconds(1));
                await ServiceAnswer.SendAsync(task, request, request.PayloadMemory);
            }
        }, RestartPolicy.Never, Grants.Receive(5, "slow"));
        TaskHost.Run(
            async task =>
            {
                var caller = new ServiceCaller(task, Inbox, InboxSend);
                using (var first = await caller.CallAsync(task.Sender(Slow), new byte[] { 1 }, task.Now + TimeSpan.FromMilliseconds(500)))
                    Assert.Equal(CallStatus.TimedOut, first.Status);
                using (var second = await caller.CallAsync(task.Sender(Slow), new byte[] { 2 }, task.Now + TimeSpan.FromSeconds(5)))
                    Assert.Equal([2], second.Reply.Payload.ToArray());
                Assert.Equal(1, caller.StaleReplies);
                Assert.Equal(5, task.Slots.Used);
            },
            [Grants.Receive(Inbox, "inbox"), Grants.Send(InboxSend, "inbox"), Grants.Send(Slow, "slow")],
            [slow]);
    }

    private static void Run(Func<TaskContext, ServiceCaller, ValueTask> body) => TaskHost.Run(
        async task => await body(task, new ServiceCaller(task, Inbox, InboxSend)),
        [Grants.Receive(Inbox, "inbox"), Grants.Send(InboxSend, "inbox"), Grants.Send(Samgrd, "samgrd"), Grants.Send(Bundlemgrd, "bundlemgrd")],
        [ServiceTasks.Samgrd, ServiceTasks.Bundlemgrd],
        serviceName: "demo");

    private static async ValueTask<byte[]> AskAsync(TaskContext task, ServiceCaller caller, int slot, byte[] request)
    {
        using var result = await caller.CallAsync(task.Sender(slot), request, task.Now + TimeSpan.FromSeconds(3));
        Assert.Equal(CallStatus.Ok, result.Status);
        return result.Reply.Payload.ToArray();
    }

    private static byte[] Resolve(string name)
    {
        var message = new ResolveRequest { Name = System.Text.Encoding.UTF8.GetBytes(name) };
        var bytes = new byte[1 + message.EncodedLength];
        bytes[0] = 2;
        message.TryWrite(bytes.AsSpan(1), out _);
        return bytes;
    }

    private static byte[] Register(string name, uint endpoint)
    {
        var message = new RegisterRequest { Name = System.Text.Encoding.UTF8.GetBytes(name), Endpoint = endpoint };
        var bytes = new byte[1 + message.EncodedLength];
        bytes[0] = 1;
        message.TryWrite(bytes.AsSpan(1), out _);
        return bytes;
    }

    private static byte[] Heartbeat(uint endpoint)
    {
        var message = new Heartbeat { Endpoint = endpoint };
        var bytes = new byte[1 + message.EncodedLength];
        bytes[0] = 3;
        message.TryWrite(bytes.AsSpan(1), out _);
        return bytes;
    }

    private static byte[] Query(string name)
    {
        var message = new QueryRequest { Name = System.Text.Encoding.UTF8.GetBytes(name) };
        var bytes = new byte[1 + message.EncodedLength];
        bytes[0] = 2;
        message.TryWrite(bytes.AsSpan(1), out _);
        return bytes;
    }
}
