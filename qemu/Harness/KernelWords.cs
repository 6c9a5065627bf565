using System.Globalization;

namespace DSoftBus.Qemu.Harness;

/// <summary>The words of the kernel command line that the harness uses; the guest's side is its <c>BootParameters</c>.</summary>
public static class KernelWords
{
    /// <summary>Published test keys and derived random values: repeatable, not secure.</summary>
    public const string TestKeys = "softbus.testkeys=1";

    /// <summary>The selftest of a single machine with two logical nodes.</summary>
    public const string SelftestLocal = "softbus.selftest=local";

    /// <summary>The selftest that asks the other machine's services.</summary>
    public const string SelftestRemote = "softbus.selftest=remote";

    /// <summary>The selftest of the machine that is asked.</summary>
    public const string SelftestPeer = "softbus.selftest=peer";

    /// <summary>Peers may resolve services and query bundles; without a policy they may ask nothing.</summary>
    public const string PolicyTest = "softbus.policy=test";

    /// <summary>How long DHCP is tried before the static address is taken; 0 never asks.</summary>
    public static string Dhcp(int milliseconds) => Word("dhcp", milliseconds);

    /// <summary>TCP port on which sessions are accepted.</summary>
    public static string Port(int port) => Word("port", port);

    /// <summary>The machine powers off with success so long after its selftest ended well.</summary>
    public static string Linger(int milliseconds) => Word("linger", milliseconds);

    private static string Word(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"softbus.{name}={value}");
}
