using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Qemu.Cable;

public sealed class CableNetDeviceTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ANodeInThisProcessTalksToTheGateway()
    {
        await using var cable = new CableSwitch();
        VirtualGateway.Attach(cable);
        using var platform = new HostPlatform();
        var loop = new TaskLoop(platform);
        using var device = new CableNetDevice(cable, "host", MacAddress.Parse(Frames.C), loop, new HostMemoryPool());
        byte[]? answer = null;

        async Task AskAsync()
        {
            Assert.True(device.Buffers.TryRent(0, out PacketBuffer? request));
            Span<byte> frame = request.Append(EthernetRepr.Length + ArpRepr.Length);
            new EthernetRepr(MacAddress.Broadcast, device.Address, EtherType.Arp).Emit(frame);
            new ArpRepr(ArpOperation.Request, device.Address, new Ipv4Address(10, 0, 2, 20), default, VirtualGateway.Router).Emit(frame[EthernetRepr.Length..]);
            Assert.Equal(TransmitStatus.Queued, device.TryTransmit(request));
            request.Release();
            PacketBuffer? reply;
            while (!device.TryReceive(out reply))
                await device.WaitAsync(Instant.Never);
            answer = reply.Span.ToArray();
            reply.Release();
        }

        loop.Post(() => _ = AskAsync());
        Assert.True(await Task.Run(() => loop.RunUntil(() => answer is not null, loop.Now + Bound)));

        Assert.Equal(WireError.None, EthernetView.TryParse(answer!, out EthernetView ethernet));
        Assert.Equal(device.Address, ethernet.Destination);
        Assert.Equal(WireError.None, ArpView.TryParse(ethernet.Payload, out ArpView arp));
        Assert.Equal(VirtualGateway.Hardware, arp.SenderHardware);
        Assert.Equal(device.Buffers.Capacity, device.Buffers.Available);
    }

    [Fact]
    public async Task ACableOffersNoOffloadsAndTakesNoChains()
    {
        await using var cable = new CableSwitch();
        using var platform = new HostPlatform();
        using var device = new CableNetDevice(cable, "host", MacAddress.Parse(Frames.C), new TaskLoop(platform), new HostMemoryPool());
        Assert.Equal(NetDeviceFeatures.None, device.Features);
        Assert.True(device.Buffers.TryRent(0, out PacketBuffer? head));
        Assert.True(device.Buffers.TryRent(0, out PacketBuffer? text));
        head.Append(60);
        text.Append(60);
        head.Chain(text);
        Assert.Equal(TransmitStatus.TooLong, device.TryTransmit(head));
        head.Release();
    }

    [Fact]
    public async Task AfterUnpluggingNothingGoesOutOrIn()
    {
        await using var cable = new CableSwitch();
        using var platform = new HostPlatform();
        var device = new CableNetDevice(cable, "host", MacAddress.Parse(Frames.C), new TaskLoop(platform), new HostMemoryPool());
        Assert.True(device.Buffers.TryRent(0, out PacketBuffer? frame));
        frame.Append(60);
        device.Dispose();
        Assert.Equal(TransmitStatus.Down, device.TryTransmit(frame));
        Assert.False(device.TryReceive(out _));
        Assert.Empty(cable.Ports);
    }
}
