using System.Collections.Concurrent;
using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Tests.Oracle.Rigs;

/// <summary>Makes the namespaces of these tests; what is left when the process is told to end goes with it.</summary>
internal static class Namespaces
{
    private static readonly ConcurrentDictionary<string, NetNamespace> Made = new(StringComparer.Ordinal);

    static Namespaces() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var left in Made.Values)
            Remove(left);
    };

    /// <summary>A namespace without IPv6, whose kernel gives up an opening after three seconds and learns nothing from earlier connections.</summary>
    public static NetNamespace Make()
    {
        var home = NetNamespace.TryCreate(out string problem) ?? throw new InvalidOperationException(problem);
        Made[home.Name] = home;
        home.Run("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1",
            "net.ipv4.tcp_syn_retries=1", "net.ipv4.tcp_no_metrics_save=1");
        return home;
    }

    public static void Remove(NetNamespace home)
    {
        if (Made.TryRemove(home.Name, out _))
            home.Dispose();
    }
}
