using System.Collections.Immutable;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using static DSoftBus.Runtime.Init.Grants;

namespace DSoftBus.Tests.Runtime.Init;

public class ManifestTests
{
    [Fact]
    public void The_boot_word_prints_it()
    {
        var simulation = new Simulation { Options = new NodeOptions { Boot = BootParameters.Parse("softbus.manifest") } };
        simulation.Start(
            Entry("netstackd", Device(48, DeviceKind.VirtioNet), Receive(5, "netstackd"), Send(6, "dsoftbusd.net")),
            Entry("dsoftbusd", Send(3, "netstackd"), Receive(4, "dsoftbusd.net", depth: 16)) with { ServiceName = "dsoftbusd.b", SeedOffset = 1, Restart = RestartPolicy.OnFailure });
        simulation.RunFor(1);
        Assert.Equal(
            """
            manifest: test
            manifest: task netstackd service=netstackd restart=Never seed+0
            manifest:    5 RECV netstackd depth=8
            manifest:    6 SEND dsoftbusd.net
            manifest:   48 DEVICE VirtioNet
            manifest: task dsoftbusd service=dsoftbusd.b restart=OnFailure seed+1
            manifest:    3 SEND netstackd
            manifest:    4 RECV dsoftbusd.net depth=16
            init: ready
            """.ReplaceLineEndings("\n"),
            string.Join('\n', simulation.Markers.Lines));
    }

    public static TheoryData<string, TaskEntry[]> Impossible => new()
    {
        { "task a twice", [Entry("a"), Entry("a")] },
        { "receiver of endpoint e twice", [Entry("a", Receive(3, "e")), Entry("b", Receive(3, "e"))] },
        { "task a: slot 3 twice", [Entry("a", Receive(3, "e"), Send(3, "e"))] },
        { "task a, slot 2: slots go from 3 to 95", [Entry("a", Receive(2, "e"))] },
        { "task a, slot 96: slots go from 3 to 95", [Entry("a", Device(96, DeviceKind.VirtioNet))] },
        { "task a, slot 3: no task receives from endpoint e", [Entry("a", Send(3, "e"))] },
        { "task a, slot 3: depth 0", [Entry("a", Receive(3, "e", 0))] },
        { "task a, slot 3: depth 257", [Entry("a", Receive(3, "e", 257))] },
        { "more than 47 tasks", [.. Enumerable.Range(0, 48).Select(i => Entry($"{i}"))] },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_built_is_refused_with_its_place(string complaint, TaskEntry[] tasks)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Build(tasks));
        Assert.Equal($"The manifest cannot be built: {complaint}.", failure.Message);
    }

    [Fact]
    public void The_endpoint_limits_hold_for_manifests()
    {
        Build([.. Enumerable.Range(0, 47).Select(i => Entry($"{i}"))]);
        Assert.Throws<InvalidOperationException>(() => Build([.. Enumerable.Range(0, 4).Select(i => Entry($"{i}", [.. Enumerable.Range(3, 93).Select(slot => Receive(slot, $"{i}.{slot}"))])), Entry("last", Receive(3, "x"), Receive(4, "y"), Receive(5, "z"))]));
    }

    private static TaskEntry Entry(string name, params ImmutableArray<SlotGrant> slots) => new(name, Simulation.ForeverAsync, RestartPolicy.Never, slots);

    private static void Build(TaskEntry[] tasks) =>
        _ = new Node(new TaskLoop(new VirtualPlatform()), new TaskManifest("m", [.. tasks]), new NodeOptions());
}
