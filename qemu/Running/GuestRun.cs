using System.Globalization;
using System.Net.Sockets;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Forward;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Tap;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Qemu.Running;

/// <summary>One guest on a cable of its own, for a person: it runs until it powers off, or until the run is cancelled.</summary>
/// <param name="image">A packed program.</param>
internal sealed class GuestRun(string image)
{
    /// <summary>Nothing could be started.</summary>
    public const int FailedStatus = 1;

    /// <summary>Ended by Ctrl-C or a signal: 128 + SIGINT.</summary>
    public const int CancelledStatus = 130;

    /// <summary>A panic of the shim, or the machine was reset.</summary>
    public const int MachineStatus = 125;

    private const int SignalBase = 128;
    private const string GuestHardware = "52:54:00:12:34:02";
    private const byte PrefixLength = 24;

    // The watchdog also ends a guest whose starter is gone; a run that a person watches has no bound but a year.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    // Ctrl-C in a terminal reaches QEMU too, and QEMU may be gone before we heard of it.
    private static readonly TimeSpan SignalGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>The guest's address where no DHCP server answers, which is so on its cable: 10.42.0.H, H the last byte of its hardware address.</summary>
    public static Ipv4Address Guest { get; } = new(10, 42, 0, 2);

    public IReadOnlyList<Publication> Publications { get; init; } = [];

    public int MemoryMebibytes { get; init; } = 64;

    public Accelerator Accelerator { get; init; }

    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Where to record the cable; null records nothing.</summary>
    public string? Capture { get; init; }

    /// <summary>A TAP interface of this machine instead of a cable: the guest is then a neighbour of this kernel, and there is nothing to publish or to record.</summary>
    public TapLink? Tap { get; init; }

    private static Ipv4Network Host { get; } = new(new Ipv4Address(10, 42, 0, 1), PrefixLength);

    /// <summary>How a guest ended, for a person.</summary>
    public static string Describe(GuestExit exit) => exit.Kind == GuestExitKind.ProgramExit
        ? string.Create(CultureInfo.InvariantCulture, $"the program ended with exit code {exit.Detail}")
        : $"the guest ended: {exit}";

    /// <summary>Runs to the end.</summary>
    /// <returns>The program's own exit code; 128 + s after signal s; <see cref="MachineStatus"/>, <see cref="FailedStatus"/>, <see cref="CancelledStatus"/>.</returns>
    public async Task<int> ExecuteAsync(IRunOutput output, CancellationToken cancel)
    {
        if (!File.Exists(image))
            return Fail(output, $"there is no file {image}; dotnet publish of a project that imports image/packing/Unikernel.targets makes one.");
        if (!QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu))
            return Fail(output, QemuLocator.MissingText);
        if (Tap is not null)
            return await RunOnTapAsync(qemu, Tap, output, cancel);
        try
        {
            using SocketFolder sockets = SocketFolder.Create();
            using CaptureFile? capture = Capture is null ? null : CaptureFile.Create(Capture);
            await using var cable = new CableSwitch(capture);
            UnixPort port = cable.AttachMachine("guest", sockets);
            await using ForwardNode node = ForwardNode.Start(cable, "host", Host, Publications);
            foreach (Publication publication in node.Publications)
                output.Forwarding(publication);
            return await RunAsync(qemu, new CableLink(port.MachinePath, port.SwitchPath), node.Ended, output, cancel);
        }
        catch (Exception problem) when (problem is IOException or SocketException or UnauthorizedAccessException)
        {
            return Fail(output, problem.Message);
        }
    }

    private Task<int> RunOnTapAsync(string qemu, TapLink link, IRunOutput output, CancellationToken cancel)
    {
        if (link.Device.Contains(',', StringComparison.Ordinal))
            return Task.FromResult(Fail(output, $"QEMU cannot be told of an interface named '{link.Device}': a comma ends its option. Take another name."));
        // QEMU would say an error number; opening it as QEMU does tells more.
        TapOpenStatus status = TapOpening.TryOpen(new TapOptions(link.Device, default) { Create = false }, out SafeFileHandle? file, out _, out string message);
        file?.Dispose();
        return status == TapOpenStatus.Ok
            ? RunAsync(qemu, link, Task.Delay(Timeout.InfiniteTimeSpan, cancel), output, cancel)
            : Task.FromResult(Fail(output, message));
    }

    private async Task<int> RunAsync(string qemu, GuestLink link, Task ended, IRunOutput output, CancellationToken cancel)
    {
        var options = new GuestOptions(image, GuestHardware, link)
        {
            MemoryMebibytes = MemoryMebibytes,
            Accelerator = Accelerator,
            KernelWords = Words,
        };
        await using GuestProcess guest = GuestProcess.Start(new GuestCommand(qemu, QemuArguments.Build(options)), Lifetime, output.Line, output.HostLine);
        Task cancelled = Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        Task first = await Task.WhenAny(guest.Exit, cancelled, ended);
        if (first == ended && !cancel.IsCancellationRequested)
            await ended; // only a defect of the node on the cable ends it now
        if (first == guest.Exit && (await guest.Exit).Kind is GuestExitKind.Stopped or GuestExitKind.Killed)
            await Task.WhenAny(cancelled, Task.Delay(SignalGrace, CancellationToken.None));
        if (cancel.IsCancellationRequested)
            return CancelledStatus;
        GuestExit exit = await guest.Exit;
        int status = StatusOf(exit);
        output.Ended(exit, status);
        return status;
    }

    private static int StatusOf(GuestExit exit) => exit.Kind switch
    {
        GuestExitKind.Success => 0,
        GuestExitKind.ProgramExit => exit.Detail,
        GuestExitKind.FatalSignal => SignalBase + exit.Detail,
        GuestExitKind.ShimPanic or GuestExitKind.Stopped => MachineStatus,
        _ => FailedStatus,
    };

    private static int Fail(IRunOutput output, string message)
    {
        output.Failed(message);
        return FailedStatus;
    }
}
