using System.Globalization;
using System.Threading.Channels;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Refusal;

/// <summary>Boots one suite, with one call refused or none, and stops at the first red.</summary>
public sealed class RefusalBoot(Func<RefusalSuite, ulong?, GuestCommand> command)
{
    private const int Memory = 128;

    /// <summary>QEMU with an entropy device, so that the calls for devices have one.</summary>
    public static GuestCommand QemuCommand(string qemu, RefusalSuite suite, ulong? refused)
    {
        string words = string.Join(' ', suite.Words);
        if (refused is { } number)
            words = string.Create(CultureInfo.InvariantCulture, $"{words} shim.refuse={number}");
        return new GuestCommand(
            qemu,
            [
                "-machine", "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=on,auto-kernel-cmdline=on", "-accel", "tcg", "-cpu", "max", "-smp", "1",
                "-m", Memory.ToString(CultureInfo.InvariantCulture), "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-monitor", "none", "-serial", "stdio",
                "-global", "virtio-mmio.force-legacy=false", "-device", "virtio-rng-device", "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
                "-kernel", suite.Image, "-append", words,
            ]);
    }

    /// <param name="suite">What to run.</param>
    /// <param name="refused">The call that answers ENOSYS; null for none.</param>
    /// <param name="expected">What the suite writes when all is well; null when that differs from run to run.</param>
    /// <param name="cancel">Ends the guest.</param>
    public async Task<RefusalVerdict> RunAsync(RefusalSuite suite, ulong? refused, IReadOnlyList<string>? expected, CancellationToken cancel)
    {
        var lines = new List<string>();
        var arriving = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        await using GuestProcess guest = GuestProcess.Start(command(suite, refused), suite.Bound, line => arriving.Writer.TryWrite(line), static _ => { });
        Task ended = guest.Exit.ContinueWith(_ => arriving.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await foreach (string line in arriving.Reader.ReadAllAsync(cancel))
        {
            lines.Add(line);
            if (line.StartsWith("FAIL ", StringComparison.Ordinal))
                return new RefusalVerdict(line, lines);
            if (expected is not null && (lines.Count > expected.Count || line != expected[lines.Count - 1]))
                return new RefusalVerdict($"another line: {line}", lines);
        }

        await ended;
        GuestExit exit = await guest.Exit;
        if (!exit.IsSuccess)
            return new RefusalVerdict($"{exit}, after: {(lines is [.., var last] ? last : "nothing")}", lines);
        return expected is not null && lines.Count < expected.Count
            ? new RefusalVerdict($"only {lines.Count} of {expected.Count} lines", lines)
            : new RefusalVerdict(Problem(suite, lines), lines);
    }

    /// <summary>A suite that ended well must also say that it did its work.</summary>
    private static string? Problem(RefusalSuite suite, List<string> lines) =>
        suite.IsRepeatable || lines.Any(line => line.StartsWith("checks: ", StringComparison.Ordinal)) ? null : "it ended without its report";
}
