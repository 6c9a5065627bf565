using System.Collections;
using System.Reflection;
using DSoftBus.Tests.Metal.Runner;
using Xunit;

namespace DSoftBus.Tests.Metal;

/// <summary>Nothing vanishes on the way to the guest: what the host's runner finds is on the guest's list, or left out for a reason that stands here.</summary>
public sealed class CensusTests
{
    /// <summary>A test that joins this list is one that the guest does not run; it must be worth it.</summary>
    private static readonly string[] ExpectedLeftOut =
    [
        "Marked DSoftBus.Tests.Net.Stack.AllocationTests.A_million_packets_of_a_TCP_connection_allocate_nothing",
        "Marked DSoftBus.Tests.Net.Tcp.TcpMemoryTests.Ten_thousand_idle_connections_with_both_ends_cost_less_than_32_MiB",
        "Marked DSoftBus.Tests.Net.Throughput.ThroughputTests.A_run_repeats_bit_for_bit",
        "Marked DSoftBus.Tests.Net.Throughput.ThroughputTests.Nothing_is_repeated_when_nothing_is_lost",
        "Marked DSoftBus.Tests.Runtime.Platform.GuestKernelTests.An_ordinary_kernel_is_not_taken_for_the_shim",
        "Process DSoftBus.Tests.Softbus.Messages.CapnpToolTests.TheToolAndOurCodeReadEachOther",
        "Snapshot DSoftBus.Tests.Net.Stack.GoldenPacketTests.Dhcp_and_a_name",
        "Snapshot DSoftBus.Tests.Net.Stack.GoldenPacketTests.Ping_and_datagrams_between_two_stacks",
        "Snapshot DSoftBus.Tests.Net.Stack.GoldenPacketTests.Static_fallback",
        "Snapshot DSoftBus.Tests.Net.Stack.NetStackTests.Counter_numbers_are_stable_and_in_their_group",
        "Snapshot DSoftBus.Tests.Net.Throughput.ThroughputTests.Cubic_beside_NewReno",
        "Snapshot DSoftBus.Tests.Net.Throughput.ThroughputTests.Over_round_trip_loss_buffer_and_flows",
    ];

    private static readonly string[] Names = ["Runtime", "Net", "Softbus"];

    public static TheoryData<string> Projects => [.. Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void TheGuestListsEveryCaseThatTheHostRuns(string project)
    {
        var (assembly, list) = Open(project);
        var leftOut = list.LeftOut.Select(test => test.Name).ToHashSet();
        var expected = assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => (Name: $"{method.DeclaringType!.FullName}.{method.Name}", Cases: CasesOf(method)))
            .Where(test => !leftOut.Contains(test.Name))
            .OrderBy(test => test.Name, StringComparer.Ordinal);
        var listed = list.Cases.GroupBy(test => test.Name.Split('(')[0])
            .Select(group => (Name: group.Key, Cases: group.Count()))
            .OrderBy(test => test.Name, StringComparer.Ordinal);
        Assert.Equal(expected, listed);
        Assert.True(list.Cases.Count > 100, $"{list.Cases.Count} cases");
    }

    [Fact]
    public void OnlyTheseStayOnTheHost()
    {
        var leftOut = Names.SelectMany(name => Open(name).List.LeftOut).ToList();
        Assert.Equal(ExpectedLeftOut, leftOut.Select(test => $"{test.Kind} {test.Name}").Order(StringComparer.Ordinal));
        Assert.All(leftOut, test => Assert.NotEqual("", test.Reason));
    }

    private static int CasesOf(MethodInfo method)
    {
        if (method.GetCustomAttribute<TheoryAttribute>() is null)
            return 1;
        int rows = method.GetCustomAttributes<InlineDataAttribute>().Count();
        foreach (var member in method.GetCustomAttributes<MemberDataAttribute>())
            rows += ((IEnumerable)member.GetData(method)).Cast<object>().Count();
        return rows;
    }

    private static (Assembly Assembly, TestList List) Open(string project)
    {
        var list = new TestList();
        switch (project)
        {
            case "Runtime":
                Runtime.GuestTests.List(list);
                return (typeof(Runtime.GuestTests).Assembly, list);
            case "Net":
                Net.GuestTests.List(list);
                return (typeof(Net.GuestTests).Assembly, list);
            default:
                Softbus.GuestTests.List(list);
                return (typeof(Softbus.GuestTests).Assembly, list);
        }
    }
}
