using CsCheck;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Samgrd;
using Xunit;

namespace DSoftBus.Tests.Softbus.Samgrd;

public sealed class SamgrByteFramesTests
{
    private static readonly ServiceId Caller = ServiceId.Of("demo");

    private readonly SamgrByteFrames _frames = new(new ServiceRegistry());

    [Fact]
    public void ServesTheVectors() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "SM" && vector.Kind == "served",
        vector => Assert.Equal(vector.ExpectedBytes(), Ask(vector.Bytes("request"))));

    [Fact]
    public void ARegistrationIsFoundByItsSenderOnly()
    {
        Assert.Equal("534d0181000000000000000000", Hex(Ask(Request("SM REGISTER demo 5 6"))));
        Assert.Equal("534d0182000500000006000000", Hex(Ask(Request("SM LOOKUP demo"))));
        Assert.Equal("534d0182010000000000000000", Hex(Ask(Request("SM LOOKUP demo"), sender: ServiceId.Of("other"))));
    }

    [Fact]
    public void ProbesAnswerFromWhatTheRuntimeWrote()
    {
        Assert.Equal("504f4e47", Hex(Ask(Request("SM PING_CAP_MOVE"))));
        Assert.Equal("534d01840007000000", Hex(Ask(Request("SM SENDER_PID"))));
        Assert.Equal("534d018500f1118c6b36806632", Hex(Ask(Request("SM SENDER_SERVICE_ID"), sender: ServiceId.Of("dsoftbusd"))));
    }

    [Fact]
    public void PidAndServiceIdNeedAReplyCapability()
    {
        Assert.Equal("534d0182020000000000000000", Hex(Ask(Request("SM SENDER_PID"), capability: false)));
        Assert.Equal("534d0184030000000000000000", Hex(Ask([.. Request("SM SENDER_PID"), 0], capability: false)));
    }

    [Fact]
    public void AnyBytesGetAnAnswer() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        if (bytes.Length > 3)
            "SM\u0001"u8.CopyTo(bytes);
        return Ask(bytes).Length is 4 or 5 or 9 or 13;
    });

    [Fact]
    public void TheRegistryIsBounded()
    {
        var registry = new ServiceRegistry(capacity: 3, capacityPerOwner: 2);
        Assert.True(registry.Register(new Registration(Caller, "a", 1, 1)));
        Assert.True(registry.Register(new Registration(Caller, "b", 1, 1)));
        Assert.False(registry.Register(new Registration(Caller, "c", 1, 1)));
        Assert.True(registry.Register(new Registration(Caller, "b", 2, 2)));
        Assert.True(registry.Register(new Registration(ServiceId.Of("x"), "a", 1, 1)));
        Assert.False(registry.Register(new Registration(ServiceId.Of("y"), "a", 1, 1)));
        Assert.Equal(3, registry.Count);
    }

    [Fact]
    public void OnlyTheBearerOfANameIsResolved()
    {
        var registry = new ServiceRegistry();
        registry.Register(new Registration(Caller, "bundlemgrd", 7, 0));
        Assert.Null(registry.Resolve("bundlemgrd"));
        registry.Register(new Registration(ServiceId.Of("bundlemgrd"), "bundlemgrd", 9, 0));
        Assert.Equal(9u, registry.Resolve("bundlemgrd")!.Value.SendSlot);
    }

    private static byte[] Request(string name) => VectorFile.Load("byte-frames").Single(vector => vector.Name == name).ExpectedBytes();

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private byte[] Ask(byte[] request, ServiceId? sender = null, bool capability = true)
    {
        var answer = new byte[SamgrFrame.ReplyLength];
        int length = _frames.Answer(sender ?? Caller, pid: 7, capability, request, answer);
        return answer[..length];
    }
}
