using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Net.Devices;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Two whole stacks on a pair of devices with the same seeds, one established connection, virtual time.</summary>
internal sealed class OffloadConversation
{
    private readonly VirtualPlatform _platform = new();

    public OffloadConversation(NetDeviceFeatures a, NetDeviceFeatures b, TcpSettings? settings = null, int seamEvery = 2048, bool record = false)
    {
        (DeviceA, DeviceB) = PairedDevice.Pair(a, b);
        DeviceB.SeamEvery = DeviceA.SeamEvery = seamEvery;
        if (record)
            (DeviceA.Recorded, DeviceB.Recorded) = ([], []);
        (StackA, TcpA) = Make(DeviceA, 1, settings);
        (StackB, TcpB) = Make(DeviceB, 2, settings);
        Assert.Equal(TcpOpenStatus.Ok, TcpB.Layer.Listen(default, 80, 1, out var listener));
        Assert.Equal(TcpOpenStatus.Ok, TcpA.Layer.Connect(Address(2), 80, Now, out var client));
        Client = client!;
        TcpConnection? accepted = null;
        for (int turn = 0; turn < 10 && !listener!.TryAccept(out accepted); turn++)
            Turn();
        Server = accepted!;
        Assert.NotNull(Server);
        Turn();
    }

    public PairedDevice DeviceA { get; }

    public PairedDevice DeviceB { get; }

    public NetStack StackA { get; }

    public NetStack StackB { get; }

    public TcpTransport TcpA { get; }

    public TcpTransport TcpB { get; }

    public TcpConnection Client { get; }

    public TcpConnection Server { get; }

    public Instant Now => _platform.Now;

    public static Ipv4Address Address(byte last) => new(10, 42, 0, last);

    /// <summary>Both stacks take what there is.</summary>
    public void Turn()
    {
        StackB.Poll(Now);
        TcpB.Poll(Now);
        StackA.Poll(Now);
        TcpA.Poll(Now);
    }

    public void Wait(TimeSpan time) => _platform.WaitUntil(Now + time);

    private (NetStack Stack, TcpTransport Tcp) Make(INetDevice device, byte last, TcpSettings? settings)
    {
        var stack = new NetStack(device, new TestEntropy(last), new NetStackOptions());
        var tcp = new TcpTransport(stack, device.Buffers, _platform, settings);
        stack.ConfigureStatic(new Ipv4Network(Address(last), 24), null, Now);
        return (stack, tcp);
    }
}
