using DSoftBus.Image.Manifest;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Manifest;

/// <summary>The manifest is the system: a change of any task, slot, right or policy shows here and is read before it is accepted.</summary>
public class ManifestTests
{
    public static TheoryData<string> Names => ["softbus", "softbus-single"];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheManifestIsTheOneThatWasRead(string name) =>
        Golden.Match($"manifest/{name}", string.Join('\n', ManifestPrinter.Print(Find(name))) + "\n");

    [Theory]
    [MemberData(nameof(Names))]
    public void InitCanBuildIt(string name)
    {
        var loop = new TaskLoop(new VirtualPlatform());
        var node = new Node(loop, Find(name), new NodeOptions());
        node.Start();
        loop.RunUntil(static () => false, Instant.Zero + TimeSpan.FromMilliseconds(1));
        Assert.Equal(Find(name).Tasks.Length, node.Tasks.Count);
        Assert.DoesNotContain(node.Tasks, task => task.State == TaskState.Failed);
        node.Stop();
    }

    /// <summary>netstackd-ipc.md section 5: the slots that early boot code knows by number.</summary>
    [Theory]
    [InlineData("netstackd", 5, "RECV netstackd depth=8")]
    [InlineData("netstackd", 6, "SEND dsoftbusd.net")]
    [InlineData("netstackd", 48, "DEVICE VirtioNet")]
    [InlineData("dsoftbusd", 3, "SEND netstackd")]
    [InlineData("dsoftbusd", 4, "RECV dsoftbusd.net depth=8")]
    [InlineData("dsoftbusd", 5, "RECV dsoftbusd.reply depth=8")]
    [InlineData("dsoftbusd", 6, "SEND dsoftbusd.reply")]
    [InlineData("dsoftbusd", 7, "SEND samgrd")]
    [InlineData("dsoftbusd", 8, "SEND bundlemgrd")]
    public void EarlyBootSlotsAreWhereTheyMustBe(string task, int slot, string grant)
    {
        TaskEntry entry = Manifests.Softbus.Tasks.Single(t => t.Name == task);
        string printed = ManifestPrinter.Print(new TaskManifest("one", entry)).Single(line => line.StartsWith($"manifest:   {slot,2} ", StringComparison.Ordinal));
        Assert.EndsWith(grant, printed);
    }

    [Fact]
    public void OnlyNetstackdHoldsADevice() =>
        Assert.Equal(["netstackd"], Manifests.SoftbusSingle.Tasks.Where(task => task.Slots.Any(slot => slot is DeviceGrant)).Select(task => task.Name));

    [Theory]
    [InlineData("", "softbus")]
    [InlineData("softbus.selftest=remote", "softbus")]
    [InlineData("softbus.selftest=local", "softbus-single")]
    [InlineData("softbus.mode=single", "softbus-single")]
    public void TheCommandLineChooses(string words, string expected) =>
        Assert.Equal(expected, Manifests.For(BootParameters.Parse(words)).Name);

    private static TaskManifest Find(string name) => name == "softbus" ? Manifests.Softbus : Manifests.SoftbusSingle;
}
