using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Markers;

namespace DSoftBus.Qemu.Launch;

/// <summary>Decides between KVM and the translator by booting the image, because a <c>/dev/kvm</c> may be there and still run no guest.</summary>
public static class AcceleratorProbe
{
    private const string Device = "/dev/kvm";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    /// <summary>The accelerator to use. Never throws for a machine without KVM.</summary>
    public static async Task<Accelerator> ChooseAsync(AcceleratorChoice choice, string image, CancellationToken cancel) => choice switch
    {
        AcceleratorChoice.Kvm => Accelerator.Kvm,
        AcceleratorChoice.Auto => await WorksAsync(image, cancel) ? Accelerator.Kvm : Accelerator.Tcg,
        _ => Accelerator.Tcg,
    };

    // The proof is the first line that managed code of the guest prints: by then paging, traps and vector instructions worked.
    private static async Task<bool> WorksAsync(string image, CancellationToken cancel)
    {
        if (!File.Exists(Device) || !File.Exists(image) || !QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu))
            return false;
        using var sockets = SocketFolder.Create();
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        IReadOnlyList<string> arguments = QemuArguments.Build(
            new GuestOptions(image, "52:54:00:12:34:56", new CableLink(sockets.PathOf("probe.vm"), sockets.PathOf("probe.sw"))) { Accelerator = Accelerator.Kvm });
        await using GuestProcess guest = GuestProcess.Start(
            new GuestCommand(qemu, arguments),
            Bound,
            line =>
            {
                if (line.StartsWith(Markers.Init.Ready, StringComparison.Ordinal))
                    ready.TrySetResult(true);
            },
            _ => { });
        return await Task.WhenAny(ready.Task, guest.Exit).WaitAsync(cancel) == ready.Task;
    }
}
