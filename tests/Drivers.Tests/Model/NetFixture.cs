using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>One driver and one device model on a loop with virtual time.</summary>
internal sealed class NetFixture
{
    public NetFixture()
    {
        Loop = new TaskLoop(new VirtualPlatform());
        Line = new ModelInterruptLine(Loop);
        Device = new ModelNetDevice(Memory) { Line = Line };
    }

    public TaskLoop Loop { get; }

    public ModelMemoryPool Memory { get; } = new();

    public ModelInterruptLine Line { get; }

    public ModelNetDevice Device { get; }

    public VirtioNetOptions Options { get; set; } = new() { MaximumQueueSize = 16, PacketBuffers = 64 };

    /// <summary>The device is opened as the loop's; without, it is told of each frame at once.</summary>
    public bool IsOnLoop { get; set; }

    public VirtioNetMemory? NetMemory { get; private set; }

    /// <summary>A frame of <paramref name="length"/> bytes whose content depends on <paramref name="number"/>.</summary>
    public static byte[] Frame(int length, int number = 0)
    {
        var frame = new byte[length];
        for (int i = 0; i < length; i++)
            frame[i] = (byte)((number * 31) + i);
        return frame;
    }

    /// <summary>What the device offers beside its address.</summary>
    public void Offer(VirtioNetFeature features) => Device.OfferedFeatures = ModelDevice.Version1 | ModelNetDevice.FeatureMac | (ulong)features;

    public VirtioError TryOpen(out VirtioNetDevice? driver)
    {
        if (NetMemory is null)
        {
            Assert.True(VirtioNetMemory.TryAllocate(Memory, Options, out VirtioNetMemory? memory));
            NetMemory = memory;
        }

        return VirtioNetDevice.TryOpen(Device, Line, NetMemory, Options, IsOnLoop ? Loop : null, out driver);
    }

    public VirtioNetDevice Open()
    {
        Assert.Equal(VirtioError.None, TryOpen(out VirtioNetDevice? driver));
        return driver!;
    }

    /// <summary>A frame from the driver's own pool.</summary>
    public static PacketBuffer Buffer(VirtioNetDevice driver, ReadOnlySpan<byte> frame)
    {
        Assert.True(driver.Buffers.TryRent(64, out PacketBuffer? buffer));
        frame.CopyTo(buffer.Append(frame.Length));
        return buffer;
    }

    /// <summary>Runs one wait of the driver; true when it ended before the deadline.</summary>
    public bool WaitEndsEarly(VirtioNetDevice driver, Action? meanwhile = null)
    {
        Instant deadline = Loop.Now + TimeSpan.FromSeconds(1);
        bool ended = false;
        Loop.Start(async () =>
        {
            await driver.WaitAsync(deadline);
            ended = true;
        });
        if (meanwhile is not null)
            Loop.Post(meanwhile);
        Assert.True(Loop.RunUntil(() => ended, deadline + TimeSpan.FromSeconds(1)));
        return Loop.Now < deadline;
    }
}
