using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using DSoftBus.Qemu.Launch;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Qemu.Namespace;

/// <summary>A network namespace of the host's kernel that this process made: its own devices, addresses and ports. Gone after <see cref="Dispose"/>.</summary>
/// <remarks>Its name holds this process's id; what a killed process left behind is removed by the next that makes one. Needs root.</remarks>
public sealed class NetNamespace : IDisposable
{
    private const string Prefix = "softbus-";
    private const string Folder = "/run/netns";
    private const string TunDevice = "/dev/net/tun";
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static int _made;

    private NetNamespace(string name) => Name = name;

    /// <summary>As <c>ip netns list</c> shows it.</summary>
    public string Name { get; }

    /// <summary>Makes a namespace with its loopback up.</summary>
    /// <param name="problem">Why there is none, in one line; empty on success.</param>
    /// <returns>Null where it is not possible: no root, no iproute2, no /dev/net/tun.</returns>
    public static NetNamespace? TryCreate(out string problem)
    {
        problem = "";
        if (!Environment.IsPrivilegedProcess)
            problem = "network namespaces need root";
        else if (!File.Exists(TunDevice))
            problem = $"there is no {TunDevice}";
        if (problem.Length > 0)
            return null;
        RemoveLeftovers();
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _made)}");
        NetNamespace? made = null;
        try
        {
            HostTool.Run(Bound, "ip", "netns", "add", name);
            made = new NetNamespace(name);
            made.Run("ip", "link", "set", "lo", "up");
            return made;
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException or TimeoutException)
        {
            made?.Dispose();
            problem = refused.Message;
            return null;
        }
    }

    /// <summary>Makes a TAP device that is up and has an address of the kernel. A new one: a device keeps the offloads that its last user set.</summary>
    /// <param name="device">Its name, at most 15 characters.</param>
    /// <param name="address">Address and prefix, "10.42.0.1/24"; empty for none.</param>
    /// <exception cref="InvalidOperationException">It was refused; the message says what the tool said.</exception>
    public void AddTap(string device, string address)
    {
        Run("ip", "tuntap", "add", "dev", device, "mode", "tap", "vnet_hdr");
        if (address.Length > 0)
            Run("ip", "address", "add", address, "dev", device);
        Run("ip", "link", "set", device, "up");
    }

    public void RemoveTap(string device) => Run("ip", "link", "delete", device);

    /// <summary>Runs a program in the namespace to its end, at most 30 s.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It ended with another status than 0; the message holds its own words.</exception>
    public string Run(string program, params string[] arguments)
    {
        GuestCommand inside = Wrap(new GuestCommand(program, arguments));
        return HostTool.Run(Bound, inside.Program, [.. inside.Arguments]);
    }

    /// <summary>The command that runs <paramref name="command"/> in the namespace, in the process that it is started as.</summary>
    public GuestCommand Wrap(GuestCommand command) => new("ip", ["netns", "exec", Name, command.Program, .. command.Arguments]);

    /// <summary>Runs <paramref name="work"/> on a thread of its own that belongs to the namespace. A socket made there belongs to it for good and may be used anywhere.</summary>
    /// <returns>Its result, or its exception.</returns>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                outcome.SetResult(work());
            }
            catch (Exception problem)
            {
                outcome.SetException(problem);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return outcome.Task;
    }

    /// <summary>As <see cref="RunAsync{T}"/>, waiting for the result.</summary>
    public T Within<T>(Func<T> work) => RunAsync(work).GetAwaiter().GetResult();

    /// <summary>Removes the namespace with every device in it.</summary>
    public void Dispose()
    {
        try
        {
            HostTool.Run(Bound, "ip", "netns", "delete", Name);
        }
        catch (Exception gone) when (gone is Win32Exception or InvalidOperationException or TimeoutException)
        {
            // The next process that makes one tries again, by the id in the name.
        }
    }

    private static void RemoveLeftovers()
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (string file in Directory.EnumerateFiles(Folder, Prefix + "*"))
        {
            string name = Path.GetFileName(file);
            string id = name[Prefix.Length..].Split('-')[0];
            if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int owner) && !Directory.Exists($"/proc/{id}") && owner > 0)
                new NetNamespace(name).Dispose();
        }
    }

    private void Enter()
    {
        using SafeFileHandle handle = File.OpenHandle(Path.Combine(Folder, Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (SetNamespace((int)handle.DangerousGetHandle(), NewNetwork) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"setns: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(int descriptor, int kind);
}
