using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>Nodes of this process in real time on the cable, beside booted machines.</summary>
internal sealed class CableWorld : NodeWorld
{
    public CableWorld(CableSwitch cable)
        : this(new TaskLoop(new HostPlatform()), cable)
    {
    }

    private CableWorld(TaskLoop loop, CableSwitch cable)
        : base(loop, lastMacByte => new CableNetDevice(
            cable, $"host-{Guid.NewGuid():N}", MacAddress.From([0x52, 0x54, 0x00, 0x12, 0x34, lastMacByte]), loop, new HostMemoryPool()))
    {
    }
}
