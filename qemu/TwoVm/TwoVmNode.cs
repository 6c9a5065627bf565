using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>One of the two machines.</summary>
/// <param name="Name">"A" or "B".</param>
/// <param name="MacAddress">Its last byte is the host number of the address and the seed of the test keys.</param>
/// <param name="SessionPort">TCP port of its listener.</param>
/// <param name="SelftestWord">What its selftest does.</param>
public sealed record TwoVmNode(string Name, string MacAddress, int SessionPort, string SelftestWord)
{
    /// <summary>Asks.</summary>
    public static TwoVmNode A { get; } = new("A", "52:54:00:12:34:0a", 34567, KernelWords.SelftestRemote);

    /// <summary>Is asked.</summary>
    public static TwoVmNode B { get; } = new("B", "52:54:00:12:34:0b", 34568, KernelWords.SelftestPeer);

    public static IReadOnlyList<TwoVmNode> Both { get; } = [A, B];

    /// <summary>Kernel command line words.</summary>
    public IReadOnlyList<string> Words(TwoVmOptions options) =>
    [
        KernelWords.Dhcp(0),
        KernelWords.Port(SessionPort),
        SelftestWord,
        KernelWords.PolicyTest,
        KernelWords.Linger(options.LingerMilliseconds),
        .. options.TestKeys ? [KernelWords.TestKeys] : Array.Empty<string>(),
        .. options.ExtraWords,
    ];
}
