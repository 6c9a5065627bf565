using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.TwoVm;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Markers;
using DSoftBus.Tests.EndToEnd.Captures;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>The harness's runs in virtual time: the same machines, the same words, the same gateway.</summary>
internal static class MirrorRuns
{
    /// <summary>Every frame of the two-VM run with test keys, from power on to both machines' goodbye.</summary>
    public static List<CapturedFrame> TwoVm()
    {
        using var world = new MirrorWorld();
        RunTwoVm(world);
        return Frames(world);
    }

    /// <summary>What the two machines of the same run said, by name.</summary>
    public static Dictionary<string, List<string>> TwoVmLines()
    {
        using var world = new MirrorWorld();
        return RunTwoVm(world).ToDictionary(node => node.Name, node => node.Lines);
    }

    private static List<MirrorNode> RunTwoVm(MirrorWorld world)
    {
        var options = new TwoVmOptions("", "") { TestKeys = true };
        var nodes = TwoVmNode.Both.Select(node => world.Boot(node.Name, LastByte(node), string.Join(' ', node.Words(options)))).ToList();
        world.RunUntil(() => nodes.TrueForAll(node => node.Said(Markers.Selftest.End)));
        world.RunFor(2);
        return nodes;
    }

    /// <summary>Every frame of one machine that finds a gateway: DHCP, echo, name, and the second logical node inside.</summary>
    public static List<CapturedFrame> SingleVm()
    {
        using var world = new MirrorWorld();
        MirrorGateway.Plug(world);
        var node = world.Boot("vm", 0x56, $"softbus.dhcp=700 {KernelWords.SelftestLocal}");
        world.RunUntil(() => node.Said(Markers.Selftest.End));
        world.RunFor(2);
        return Frames(world);
    }

    private static List<CapturedFrame> Frames(MirrorWorld world)
        => [.. world.Link.Frames.Select(frame => new CapturedFrame(frame.Port, frame.Bytes.ToArray()))];

    private static byte LastByte(TwoVmNode node) => MacAddress.Parse(node.MacAddress).Last;
}
