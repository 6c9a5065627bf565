using DSoftBus.Net.Devices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>The guest's manifest and tasks on a simulated link with virtual time and test keys: two machines without a machine.</summary>
internal sealed class MirrorWorld : NodeWorld
{
    public const string SingleWords = "softbus.testkeys=1 softbus.linger=500 softbus.selftest=local";

    private readonly HostMemoryPool _memory;

    public MirrorWorld(LinkOptions? options = null)
        : this(new TaskLoop(new VirtualPlatform()), options ?? new LinkOptions { Delay = TimeSpan.FromMicroseconds(50) })
    {
    }

    private MirrorWorld(TaskLoop loop, LinkOptions options)
        : this(loop, new SimulatedLink(loop, options), new HostMemoryPool())
    {
    }

    private MirrorWorld(TaskLoop loop, SimulatedLink link, HostMemoryPool memory)
        : base(loop, lastMacByte => link.Attach(MacAddress.From([0x52, 0x54, 0x00, 0x12, 0x34, lastMacByte]), memory))
    {
        Link = link;
        _memory = memory;
    }

    public SimulatedLink Link { get; }

    public INetDevice Plug(MacAddress address) => Link.Attach(address, _memory);
}
