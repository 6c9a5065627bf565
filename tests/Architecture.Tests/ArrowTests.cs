using Xunit;

namespace DSoftBus.Tests.Architecture;

/// <summary>The arrows between rooms and between tasks (ARCHITECTURE.md): each points one way.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Rooms = ["Runtime", "Drivers", "Net", "Softbus"];

    /// <summary>Folders that hold a task's own code: nobody but a composition root may name what is in them.</summary>
    private static readonly string[] Tasks =
    [
        "DSoftBus.Net.Netstackd",
        "DSoftBus.Softbus.Identityd",
        "DSoftBus.Softbus.Samgrd",
        "DSoftBus.Softbus.Bundlemgrd",
        "DSoftBus.Softbus.Dsoftbusd",
        "DSoftBus.Softbus.Selftest",
    ];

    /// <summary>Values that the facade client's signatures carry.</summary>
    private static readonly string[] FacadeValues = ["DSoftBus.Net.Wire.Ipv4Address", "DSoftBus.Net.Wire.Ipv4Network", "DSoftBus.Net.Udp.UdpEndpoint"];

    [Theory]
    [InlineData("Runtime", "")]
    [InlineData("Drivers", "Runtime")]
    [InlineData("Net", "Runtime")]
    [InlineData("Softbus", "Runtime Net")]
    public void RoomKnowsOnlyTheRoomsBelowIt(string room, string allowed)
    {
        using var assembly = RoomAssembly.Open(room);
        var ours = assembly.References.Where(name => name.StartsWith("DSoftBus.", StringComparison.Ordinal));
        Assert.Empty(ours.Except(allowed.Split(' ').Select(name => $"DSoftBus.{name}")));
    }

    [Fact]
    public void SoftbusKnowsOfNetOnlyTheFacadeClient()
    {
        using var softbus = RoomAssembly.Open("Softbus");
        var foreign = softbus.ForeignTypes.Where(name => name.StartsWith("DSoftBus.Net.", StringComparison.Ordinal)
            && !name.StartsWith("DSoftBus.Net.Facade.", StringComparison.Ordinal));
        Assert.Empty(foreign.Except(FacadeValues));
    }

    [Theory]
    [InlineData("Net")]
    [InlineData("Softbus")]
    public void TasksMeetOnlyThroughSlotsAndMessages(string room)
    {
        using var assembly = RoomAssembly.Open(room);
        var wrong = assembly.InnerUses()
            .Where(use => TaskOf(use.To) is { } used && TaskOf(use.From) != used)
            .Select(use => $"{use.From} names {use.To}")
            .Distinct();
        Assert.Empty(wrong);
    }

    [Fact]
    public void TaskFoldersExistAndHoldTypes()
    {
        foreach (var room in new[] { "Net", "Softbus" })
        {
            using var assembly = RoomAssembly.Open(room);
            var spaces = assembly.Metadata.TypeDefinitions
                .Select(handle => assembly.Metadata.GetString(assembly.Metadata.GetTypeDefinition(handle).Namespace))
                .ToHashSet();
            foreach (var task in Tasks.Where(name => name.StartsWith($"DSoftBus.{room}.", StringComparison.Ordinal)))
                Assert.Contains(task, spaces);
        }
    }

    [Theory]
    [InlineData("Net")]
    [InlineData("Softbus")]
    public void TaskAssembliesHoldNoUnsafeCode(string room)
    {
        using var assembly = RoomAssembly.Open(room);
        Assert.False(assembly.HasUnsafeCode);
    }

    [Theory]
    [InlineData("Net")]
    [InlineData("Softbus")]
    public void TaskAssembliesHoldNoMutableStatics(string room)
    {
        using var assembly = RoomAssembly.Open(room);
        Assert.Empty(assembly.MutableStatics());
    }

    [Theory]
    [InlineData("Net")]
    [InlineData("Softbus")]
    public void TaskAssembliesUseNoReflection(string room)
    {
        using var assembly = RoomAssembly.Open(room);
        var reflection = assembly.ForeignTypes.Where(name => name.StartsWith("System.Reflection.", StringComparison.Ordinal)
            && !name.EndsWith("Attribute", StringComparison.Ordinal));
        Assert.Empty(reflection);
    }

    [Fact]
    public void EveryRoomIsCovered()
    {
        foreach (var room in Rooms)
        {
            using var assembly = RoomAssembly.Open(room);
            Assert.NotEmpty(assembly.References);
        }
    }

    private static string? TaskOf(string type)
        => Tasks.FirstOrDefault(task => type.StartsWith(task + ".", StringComparison.Ordinal));
}
