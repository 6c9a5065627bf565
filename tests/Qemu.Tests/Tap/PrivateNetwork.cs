using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace DSoftBus.Tests.Qemu.Tap;

/// <summary>A thread in a network namespace of its own. The kernel deletes the namespace, with every interface in it, when the thread and the descriptors made there are gone: nothing stays behind, even after a kill.</summary>
internal static class PrivateNetwork
{
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET
    private const string NoIpv6 = "/proc/sys/net/ipv6/conf/default/disable_ipv6";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? Obstacle =>
        !OperatingSystem.IsLinux() ? "needs Linux" :
        Environment.UserName != "root" ? "needs root for a network namespace" :
        !File.Exists("/dev/net/tun") ? "needs /dev/net/tun" :
        !File.Exists("/sbin/ip") && !File.Exists("/usr/sbin/ip") && !File.Exists("/bin/ip") ? "needs the command ip (iproute2)" : null;

    /// <summary>Runs <paramref name="body"/> there and passes its exception on.</summary>
    public static void Run(Action body)
    {
        ExceptionDispatchInfo? problem = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Unshare(NewNetwork) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError(), "unshare(CLONE_NEWNET)");

                // What the kernel says on its own about IPv6 would stand between the frames of a test.
                if (File.Exists(NoIpv6))
                    File.WriteAllText(NoIpv6, "1");
                body();
            }
            catch (Exception thrown)
            {
                problem = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        if (!thread.Join(Bound))
            throw new TimeoutException($"The body did not end within {Bound}.");
        problem?.Throw();
    }

    /// <summary>Runs <c>ip</c> in this thread's namespace: a child is forked from its thread.</summary>
    public static void Ip(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        if (!process.WaitForExit(Bound))
            process.Kill();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ip {arguments}: {error}");
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static extern int Unshare(int flags);
}
