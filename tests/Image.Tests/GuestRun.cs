using System.Diagnostics;
using System.Text;
using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.Image;

/// <summary>One boot of the built image under QEMU's translator: what it wrote and how it ended.</summary>
/// <param name="Transcript">Everything that came over the serial line.</param>
/// <param name="Status">QEMU's exit status; -1 when the time was up and it was killed.</param>
internal sealed record GuestRun(string Transcript, int Status)
{
    /// <summary>QEMU's exit status after the guest's exit_group(0).</summary>
    public const int Success = 33;

    /// <summary>QEMU's exit status after a panic of the shim.</summary>
    public const int ShimPanic = 255;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    public string[] Lines => Transcript.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>QEMU's exit status after the guest wrote <paramref name="value"/> to isa-debug-exit.</summary>
    public static int StatusOf(int value) => (value << 1) | 1;

    /// <summary>Boots and waits for the end, at most 90 s (a guest takes one or two; the machine may be busy).</summary>
    /// <param name="words">The kernel command line.</param>
    /// <param name="megabytes">Memory.</param>
    /// <param name="cpu">QEMU's CPU model.</param>
    /// <param name="devices">Further QEMU arguments.</param>
    public static GuestRun Boot(string words, int megabytes = 64, string cpu = "max", params string[] devices) =>
        BootFile(Image(), words, megabytes, cpu, devices);

    /// <summary>The built image.</summary>
    public static string Image()
    {
        string image = RepositoryRoot.File("artifacts", "image", "softbus.elf");
        return File.Exists(image) ? image : throw new FileNotFoundException("artifacts/image/softbus.elf is missing; build it with ./build.sh --target=Image");
    }

    /// <summary>Boots another machine than the usual one.</summary>
    /// <param name="machine">QEMU's machine with its options.</param>
    /// <param name="words">The kernel command line; null for none.</param>
    /// <param name="memory">Memory as QEMU reads it.</param>
    /// <param name="cpu">QEMU's CPU model.</param>
    /// <param name="exitDevice">Whether there is isa-debug-exit; without it the guest has only ACPI to power off, and a reset would not end QEMU.</param>
    /// <param name="devices">Further QEMU arguments.</param>
    public static GuestRun BootOn(string machine, string? words, string memory = "64", string cpu = "max", bool exitDevice = true, params string[] devices)
    {
        string image = RepositoryRoot.File("artifacts", "image", "softbus.elf");
        if (!File.Exists(image))
            throw new FileNotFoundException("artifacts/image/softbus.elf is missing; build it with ./build.sh --target=Image");
        return Run(
        [
            "-M", machine, "-global", "virtio-mmio.force-legacy=false", "-cpu", cpu, "-accel", "tcg", "-m", memory,
            "-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none", "-serial", "stdio", "-kernel", image,
            .. words is null ? Array.Empty<string>() : ["-append", words],
            .. exitDevice ? ["-no-reboot", "-device", "isa-debug-exit,iobase=0xf4,iosize=1"] : Array.Empty<string>(),
            .. devices,
        ]);
    }

    /// <summary>As <see cref="Boot"/>, with a command line of any bytes but zero and a line end: .NET passes text only, a shell passes bytes.</summary>
    public static GuestRun BootRaw(byte[] words)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, words);
            string[] arguments = Arguments(RepositoryRoot.File("artifacts", "image", "softbus.elf"), "", 64, "max");
            return Run("/bin/sh", ["-c", "words=$(cat \"$0\"); exec qemu-system-x86_64 \"$@\" -append \"$words\"", file, .. arguments], Bound);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>As <see cref="Boot"/>, but of the samples' <paramref name="name"/>.elf and with no words.</summary>
    public static GuestRun BootSample(string name, int megabytes = 64)
    {
        string image = RepositoryRoot.File("artifacts", "samples", name + ".elf");
        if (!File.Exists(image))
            throw new FileNotFoundException($"artifacts/samples/{name}.elf is missing; build it with ./build.sh --target=Samples");
        return BootFile(image, "", megabytes, "max");
    }

    /// <summary>As <see cref="Boot"/>, with nobody reading the serial line until the machine has ended; its exit status.</summary>
    public static int BootUnread(string words)
    {
        var start = new ProcessStartInfo("qemu-system-x86_64", Arguments(RepositoryRoot.File("artifacts", "image", "softbus.elf"), words, 64, "max")) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("QEMU did not start.");
        bool ended = process.WaitForExit(Bound);
        if (!ended)
            process.Kill();
        process.WaitForExit();
        return ended ? process.ExitCode : -1;
    }

    /// <summary>As <see cref="Boot"/>, but of any packed program.</summary>
    public static GuestRun BootFile(string image, string words, int megabytes, string cpu, params string[] devices) => Run(Arguments(image, words, megabytes, cpu, devices));

    /// <summary>As <see cref="Boot"/>, but of any packed program, killed after <paramref name="bound"/>.</summary>
    public static GuestRun BootFile(TimeSpan bound, string image, string words, int megabytes, string cpu, params string[] devices)
        => Run("qemu-system-x86_64", Arguments(image, words, megabytes, cpu, devices), bound);

    private static GuestRun Run(string[] arguments) => Run("qemu-system-x86_64", arguments, Bound);

    private static GuestRun Run(string program, string[] arguments, TimeSpan bound)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("QEMU did not start.");
        var output = new StringBuilder();
        var read = Task.WhenAll(Collect(process.StandardOutput, output), Collect(process.StandardError, output));
        process.StandardInput.Close();
        bool ended = process.WaitForExit(bound);
        if (!ended)
            process.Kill();
        process.WaitForExit();
        read.Wait();
        return new GuestRun(output.ToString(), ended ? process.ExitCode : -1);
    }

    public static string[] Arguments(string image, string words, int megabytes, string cpu, params string[] devices) =>
    [
        "-M", "microvm,acpi=off", "-global", "virtio-mmio.force-legacy=false", "-cpu", cpu, "-accel", "tcg",
        "-m", megabytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "-nodefaults", "-no-user-config", "-nographic", "-serial", "stdio", "-no-reboot",
        "-kernel", image, "-append", words, "-device", "isa-debug-exit,iobase=0xf4,iosize=1", .. devices,
    ];

    private static async Task Collect(StreamReader reader, StringBuilder output)
    {
        char[] buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (output)
                output.Append(buffer, 0, count);
        }
    }
}
