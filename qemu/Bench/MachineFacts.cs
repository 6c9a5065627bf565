using System.Globalization;
using System.Runtime.InteropServices;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Bench;

/// <summary>Where something was measured: without it a time says nothing.</summary>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="Processor">Model name, or the architecture where the system does not tell.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">The .NET runtime of the host's figures; the guest's code is compiled ahead of time.</param>
/// <param name="LoadAverage">Runnable processes over the last minute when the bench began; null where the system does not tell.</param>
/// <param name="Accelerator">What executed the guests.</param>
public sealed record MachineFacts(int Cores, string Processor, string System, string Runtime, double? LoadAverage, Accelerator Accelerator)
{
    public static MachineFacts Read(Accelerator accelerator) => new(
        Environment.ProcessorCount,
        FirstLineOf("/proc/cpuinfo", "model name")?.Split(':', 2)[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        double.TryParse(FirstLineOf("/proc/loadavg", "")?.Split(' ')[0], CultureInfo.InvariantCulture, out double load) ? load : null,
        accelerator);

    private static string? FirstLineOf(string path, string start) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
}
