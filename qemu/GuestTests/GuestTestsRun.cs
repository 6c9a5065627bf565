using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Crash;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>Boots the guests that run the unit tests, and reads what they say.</summary>
public static class GuestTestsRun
{
    private const int LastLines = 20;

    /// <summary>Runs all shards at once; every guest is gone when it returns.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="onResult">Called on a pool thread with each result as it comes.</param>
    /// <param name="clock">Time.</param>
    /// <param name="cancel">Ends the guests.</param>
    /// <exception cref="RunFailedException">The image or the emulator is missing.</exception>
    public static async Task<GuestTestsReport> ExecuteAsync(GuestTestsOptions options, Action<GuestTestResult> onResult, TimeProvider clock, CancellationToken cancel)
    {
        GuestBinary binary = options.GuestCommand is null ? GuestBinary.Locate(options.Image, "GuestTests") : default;
        Directory.CreateDirectory(options.Folder);
        using var sockets = SocketFolder.Create();
        var started = clock.GetUtcNow();
        long start = clock.GetTimestamp();
        var shards = await Task.WhenAll(Enumerable.Range(1, options.Shards).Select(shard => RunAsync(options, shard, binary, sockets, onResult, cancel)));
        return new GuestTestsReport(shards, started, clock.GetElapsedTime(start));
    }

    private static async Task<ShardReport> RunAsync(
        GuestTestsOptions options, int shard, GuestBinary binary, SocketFolder sockets, Action<GuestTestResult> onResult, CancellationToken cancel)
    {
        var reader = new ResultReader(shard, options.Shards) { OnResult = onResult };
        GuestCommand command = options.GuestCommand?.Invoke(shard) ?? binary.Command(Describe(options, shard, sockets));
        GuestExit exit;
        using (var uart = new UartLog(options.UartPath(shard)))
        {
            using var host = new UartLog(Path.Combine(options.Folder, $"host-{shard}.txt"));
            await using GuestProcess guest = GuestProcess.Start(command, options.Lifetime, Take, host.Append);
            exit = await guest.Exit.WaitAsync(cancel);

            void Take(string line)
            {
                uart.Append(line);
                reader.Append(line);
            }
        }

        return reader.Complete(exit, LastWords(options, shard));
    }

    private static GuestOptions Describe(GuestTestsOptions options, int shard, SocketFolder sockets)
    {
        var words = new List<string> { $"softbus.shard={shard}/{options.Shards}", $"softbus.limit={(long)options.TestLimit.TotalMilliseconds}" };
        if (options.Filter.Length > 0)
            words.Add($"softbus.filter={options.Filter}");
        // The network card is there and nobody plugs in at its other end.
        return new GuestOptions(options.Image, $"52:54:00:12:34:{shard:x2}", new CableLink(sockets.PathOf($"{shard}.vm"), sockets.PathOf($"{shard}.sw")))
        {
            MemoryMebibytes = options.MemoryMebibytes,
            Accelerator = options.Accelerator,
            KernelWords = [.. words, .. options.ExtraWords],
        };
    }

    // The crash report with names where there is one, otherwise what came last.
    private static string LastWords(GuestTestsOptions options, int shard)
    {
        var lines = File.ReadLines(options.UartPath(shard)).Where(line => !line.Contains(ResultFrame.Mark, StringComparison.Ordinal));
        string symbols = Path.ChangeExtension(options.Image, ".symbols");
        if (CrashReport.FindAll(lines).LastOrDefault(found => found.Kind != CrashReportKind.TaskFailure) is not { } report)
            return string.Join('\n', lines.TakeLast(LastLines));
        if (!File.Exists(symbols) || SymbolFile.TryRead(File.ReadAllBytes(symbols), out SymbolFile? names) is not ElfError.None || names is null)
            return $"{report.Cause} (no symbols at {symbols}; the report is in {options.UartPath(shard)})";
        using var text = new StringWriter();
        Commands.CrashView.Write(CrashAnalysis.Of(report, names), text);
        return text.ToString();
    }
}
