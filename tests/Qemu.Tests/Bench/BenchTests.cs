using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Bench;
using DSoftBus.Qemu.Bench.Network;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Peer;
using DSoftBus.Tests.Qemu.TwoVm;
using Spectre.Console;
using Xunit;

namespace DSoftBus.Tests.Qemu.Bench;

public sealed class BenchTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "boot.first_line", "boot.init_ready", "boot.daemon_ready", "two_vm.session", "two_vm.resolve", "two_vm.query", "two_vm.whole", "host.handshakes",
        "host.seal_16k", "host.plain_seal_16k", "host.seal_ratio_16k", "host.open_16k", "host.plain_open_16k", "host.open_ratio_16k",
        "host.seal_256", "host.plain_seal_256", "host.seal_ratio_256", "host.open_256", "host.plain_open_256", "host.open_ratio_256",
        "host.tcp_send_plain", "host.tcp_receive_plain", "host.tcp_request", "host.tcp_send_offloads", "host.tcp_receive_offloads",
    ];

    private static readonly string[] ComparedKeys =
    [
        "hello", "hello_end", "hello_memory", "idle", "throw_catch", "allocate", "gc_young", "gc_full", "call", "call_vectors", "clock", "map", "page_fault",
        "switch_futex", "switch_semaphore", "thread_start", "pool_hop", "wake_up", "delay", "copy_1500", "copy_64k", "control",
        "net_to", "net_from", "net_ping", "net_connections", "bus_ready", "bus_idle", "bus_memory", "image",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softbus-bench-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task GoodGuestsGiveEveryFigureTheTableAndTheDocument()
    {
        BenchOutcome outcome = await RunAsync((a, mebibytes) => mebibytes < 39 ? "exit 73" : a ? ScriptedGuests.GoodA : ScriptedGuests.GoodB);

        Assert.Null(outcome.Failure);
        Assert.Equal(0, outcome.ExitStatus);
        Assert.Equal(Keys, outcome.Figures.Select(figure => figure.Key));
        Assert.All(outcome.Figures, figure => Assert.Equal(2, figure.Values.Count));
        double MedianOf(string key) => outcome.Figures.Single(figure => figure.Key == key).Median;
        Assert.True(MedianOf("boot.first_line") <= MedianOf("boot.init_ready") && MedianOf("boot.init_ready") <= MedianOf("boot.daemon_ready"));
        Assert.Equal(39, outcome.Memory!.Smallest);

        Assert.Contains("SOFTBUS_PEERS", outcome.StacksProblem, StringComparison.Ordinal);
        string latest = Path.Combine(_folder.FullName, "bench", "latest.json");
        JsonNode document = JsonNode.Parse(File.ReadAllText(latest))!;
        Assert.Equal("success", (string?)document["result"]);
        Assert.Equal(Keys, document["figures"]!.AsObject().Select(figure => figure.Key));
        Assert.Equal(MedianOf("two_vm.session"), (double)document["figures"]!["two_vm.session"]!["median"]!);
        Assert.Equal(39, (int?)document["smallestMemory"]!["mebibytes"]);
        Assert.Equal(4, (long?)document["imageBytes"]);
        Assert.Equal(("tcg", Environment.ProcessorCount), ((string?)document["machine"]!["accelerator"], (int?)document["machine"]!["cores"]));
        Assert.True(File.Exists(outcome.Run.PathOf("boot-2-uart.txt")));
        Assert.True(SummaryFile.IsSuccess(outcome.Run.Path));

        Assert.Equal(ComparedKeys, outcome.Comparisons.Select(comparison => comparison.Key));
        Assert.Equal(ComparedKeys, document["comparisons"]!.AsObject().Select(comparison => comparison.Key));
        Comparison Compared(string key) => outcome.Comparisons.Single(comparison => comparison.Key == key);
        Assert.Equal([500.0, 700, 500, 700, 500, 700], Compared("call").Ours!.Values); // three boots
        Assert.Equal([1000.0, 1200, 1000, 1200, 1000, 1200], Compared("call").Linux!.Values);
        Assert.Equal((600, 1100, 1100.0 / 600), (Compared("call").Ours!.Median, Compared("call").Linux!.Median, Compared("call").Ratio));
        Assert.Equal(2.5, Compared("page_fault").Ours!.Median); // nanoseconds become microseconds
        Assert.Null(Compared("page_fault").Linux); // it did not print that
        Assert.Equal((14, 77), (Compared("hello_memory").Ours!.Median, Compared("hello_memory").Linux!.Median));
        Assert.Equal((39, TargetVerdict.Met), (Compared("bus_memory").Ours!.Median, Compared("bus_memory").Verdict));
        Assert.Equal("Met", (string?)document["comparisons"]!["bus_memory"]!["verdict"]);
        Assert.Equal(2, Compared("hello").Linux!.Values.Count); // the warm-up does not count

        string[] lines = Table(outcome).Split('\n');
        Assert.All(outcome.Comparisons, comparison => Assert.Contains(lines, line => line.Contains(comparison.What, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("600 (500-700)", StringComparison.Ordinal) && line.Contains("1100 (1000-1200)", StringComparison.Ordinal) && line.Contains("1.83", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("'dsoftbusd: ready'", StringComparison.Ordinal) && line.Contains("40: met", StringComparison.Ordinal));
        Assert.All(outcome.Figures, figure => Assert.Contains(lines, line => line.Contains(figure.What, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("smallest memory", StringComparison.Ordinal) && line.Contains(" 39 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("accelerator tcg", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.SelectMany(line => line), letter => letter > '~'); // no drawing characters outside a terminal
    }

    [Fact]
    public async Task TheNetworkIsJudgedAsAMultipleOfTheLinuxGuest()
    {
        BenchOutcome outcome = await RunAsync(Good, options => options with { OnlyNetwork = true });
        Assert.Null(outcome.Failure);
        Assert.Equal(["net_to", "net_from", "net_ping", "net_connections"], outcome.Comparisons.Select(comparison => comparison.Key));
        Assert.Equal([1.6, 1.4, 100 / 69.0, 0.9], outcome.Comparisons.Select(comparison => comparison.Ratio));
        Assert.Equal([TargetVerdict.Met, TargetVerdict.NotMet, TargetVerdict.Met, TargetVerdict.None], outcome.Comparisons.Select(comparison => comparison.Verdict));
        Assert.Contains("0.7 x Linux: met", Table(outcome), StringComparison.Ordinal);
        Assert.Contains("1.5 x Linux: NOT met", Table(outcome), StringComparison.Ordinal);
        Assert.Contains("network  both guests on a TAP device", Table(outcome), StringComparison.Ordinal);
        Assert.DoesNotContain("'dsoftbusd: ready'", Table(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANetworkThatCannotBeMeasuredSaysWhy()
    {
        static Task<NetworkValues> NoLinux(BenchGuest guest, string name, CancellationToken cancel) => guest is BenchGuest.Ours
            ? Task.FromResult(new NetworkValues(1, 1, 1, 1))
            : throw new RunFailedException(new HarnessFailure(HarnessCode.Unexpected, "network", null, "network", "no module", "See it."));
        BenchOutcome outcome = await RunAsync(Good, options => options with { OnlyNetwork = true, MeasureNetwork = NoLinux });
        Assert.Null(outcome.Failure);
        Assert.Contains("network  no Linux guest: no module See it.", Table(outcome), StringComparison.Ordinal);
        Assert.All(outcome.Comparisons, comparison => Assert.Equal((2, null), (comparison.Ours!.Values.Count, comparison.Linux)));
        Assert.Equal(3, outcome.Comparisons.Count(comparison => comparison.Verdict is TargetVerdict.NotMeasured));

        outcome = await RunAsync(Good, options => options with { OnlyNetwork = true, MeasureNetwork = null, NetworkImage = "/nowhere/netpeer.elf" });
        Assert.Null(outcome.Failure);
        Assert.Contains("network  not measured: there is no program at /nowhere/netpeer.elf", Table(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGuestThatFailsFailsTheBenchAndNamesItsLogs()
    {
        BenchOutcome outcome = await RunAsync((_, _) => "echo 'init: ready'; exit 73");
        Assert.Equal((99, "boot", "A"), (outcome.ExitStatus, outcome.Failure!.Phase, outcome.Failure.Node));
        Assert.Contains("out of memory", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(outcome.Figures);
        Assert.Equal("init: ready\n", File.ReadAllText(Assert.Single(outcome.FailureLogs, log => log.Contains("uart", StringComparison.Ordinal))));
        Assert.Equal("failed", (string?)JsonNode.Parse(File.ReadAllText(outcome.Run.PathOf("summary.json")))!["result"]);

        outcome = await RunAsync((a, _) => a ? ScriptedGuests.GoodA : "exit 1");
        Assert.Equal(HarnessCode.LaunchNodeFailed("B"), outcome.Failure!.Code);
        Assert.Equal(3, outcome.Figures.Count); // those of the single machine stand
        Assert.Equal(4, outcome.FailureLogs.Count);
    }

    [Fact]
    public async Task ALinuxGuestThatCannotBeHadOrFailsCostsItsColumnOnly()
    {
        // The bus fails right after the programs, so that the rest is not measured.
        BenchOutcome outcome = await RunAsync((_, _) => "exit 73", options => options with { FindLinux = _ => Task.FromResult(LinuxKernel.Missing("no apt: run 'x'")) });
        Assert.Equal("boot", outcome.Failure!.Phase);
        Assert.Equal(6, outcome.Comparisons.Single(comparison => comparison.Key == "call").Ours!.Values.Count);
        Assert.All(outcome.Comparisons, comparison => Assert.Null(comparison.Linux));
        Assert.Contains("linux    no apt: run 'x'", Table(outcome), StringComparison.Ordinal);

        outcome = await RunAsync((_, _) => "exit 73", options => options with { ProgramCommand = (guest, words, mebibytes) => guest is BenchGuest.Linux ? Script("exit 1") : Program(guest, words, mebibytes) });
        Assert.Equal("boot", outcome.Failure!.Phase);
        Assert.StartsWith("the machine ended early", outcome.Peer.Problem, StringComparison.Ordinal);
        Assert.Equal(6, outcome.Comparisons.Single(comparison => comparison.Key == "call").Ours!.Values.Count);
    }

    [Theory]
    [InlineData("echo 'bench: call 1'; exit 33", "without the program's last line")]
    [InlineData("echo 'bench: end'; exit 75", "ended early")]
    public async Task AGuestOfOursThatDoesNotFinishFailsTheBench(string script, string problem)
    {
        BenchOutcome outcome = await RunAsync(Good, options => options with { ProgramCommand = (_, _, _) => Script(script) });
        Assert.Equal("benchmarks", outcome.Failure!.Phase);
        Assert.Contains(problem, outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, outcome.FailureLogs.Count(File.Exists));
    }

    [Theory]
    [InlineData("bench: call 1.5 2 -3", "call", new[] { 1.5, 2, -3 })]
    [InlineData("bench: call", null, null)]
    [InlineData("bench: hello", null, null)]
    [InlineData("bench: call 1 x", null, null)]
    [InlineData("bench: call 1,5", null, null)]
    [InlineData("bench: call NaN", null, null)]
    [InlineData("bench:call 1", null, null)]
    [InlineData("[    1.0] bench: call 1", null, null)]
    [InlineData("", null, null)]
    public void OnlyWholeLinesOfNumbersAreValues(string line, string? key, double[]? values)
    {
        Assert.Equal(key is not null, ProgramLines.TryParse(line, out string found, out IReadOnlyList<double> numbers));
        Assert.Equal(key ?? "", found);
        Assert.Equal(values ?? [], numbers);
    }

    [Theory]
    [InlineData("10 10 10", 10.0, TargetVerdict.Met)]
    [InlineData("9 11 12", 10.0, TargetVerdict.MetByMinimum)]
    [InlineData("11 12", 10.0, TargetVerdict.NotMet)]
    [InlineData("", 10.0, TargetVerdict.NotMeasured)]
    [InlineData("10", null, TargetVerdict.None)]
    public void ATargetIsJudgedByTheMedian(string values, double? target, TargetVerdict verdict)
    {
        double[] numbers = [.. values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        Assert.Equal(verdict, Comparison.Of("k", "w", "ms", numbers, [], target).Verdict);
    }

    [Fact]
    public async Task AMissingImageIsNamed()
    {
        string missing = Path.Combine(_folder.FullName, "no.elf");
        var options = new BenchOptions(missing, Path.Combine(_folder.FullName, "bench")) { BenchmarkImage = missing, BenchmarkLinuxProgram = missing };
        BenchOutcome outcome = await BenchRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, default);
        Assert.Equal(HarnessCode.BuildArtifactMissing, outcome.Failure!.Code);
        Assert.Null(outcome.ImageBytes);
    }

    [Theory]
    [InlineData("5", 5, 5, 5)]
    [InlineData("4 1", 2.5, 1, 4)]
    [InlineData("9 1 2", 2, 1, 9)]
    [InlineData("10 9 100 1", 9.5, 1, 100)]
    public void AFigureHasMedianMinimumAndMaximum(string values, double median, double minimum, double maximum)
    {
        var figure = new Figure("k", "w", "ms", [.. values.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))]);
        Assert.Equal((median, minimum, maximum), (figure.Median, figure.Minimum, figure.Maximum));
    }

    [Fact]
    public async Task TheMemorySearchFindsEveryBoundaryInFewSteps()
    {
        for (int boundary = 20; boundary <= 70; boundary++)
        {
            int needed = boundary;
            MemorySearch search = await MemorySearch.RunAsync(24, 64, mebibytes => Task.FromResult(mebibytes < needed ? "too small" : null));
            Assert.Equal(needed > 64 ? null : Math.Max(needed, 24), search.Smallest);
            Assert.InRange(search.Steps.Count, 1, 7);
            Assert.Equal(search.Steps.Count, search.Steps.Select(step => step.Mebibytes).Distinct().Count());
        }
    }

    private static string Good(bool a, int mebibytes) => a ? ScriptedGuests.GoodA : ScriptedGuests.GoodB;

    private static GuestCommand Script(string text) => new("/bin/sh", ["-c", text]);

    // What the program prints in both guests; a machine that is too small ends early.
    private static GuestCommand Program(BenchGuest guest, string[] words, int mebibytes)
    {
        bool ours = guest is BenchGuest.Ours;
        int goodEnd = ours ? 33 : 0;
        if (mebibytes < (ours ? 14 : 77))
            return Script("exit 73");
        return Script(words[0] switch
        {
            "hello" => $"echo 'bench: hello'; exit {goodEnd}",
            "idle=1000" => "echo 'bench: idle'; exec sleep 1000",
            "rounds=7" when ours => $"echo 'bench: call 500 700'; echo 'bench: page_fault 2500'; echo 'bench: later 1'; echo 'bench: end'; exit {goodEnd}",
            "rounds=7" => $"echo 'bench: call 1000 1200'; echo 'bench: end'; echo '[ 1.0] reboot: Power down'; exit {goodEnd}",
            _ => $"echo 'unknown words {string.Join(' ', words)}'; exit 3",
        });
    }

    private Task<BenchOutcome> RunAsync(Func<bool, int, string> script, Func<BenchOptions, BenchOptions>? change = null)
    {
        string image = Path.Combine(_folder.FullName, "four.elf");
        File.WriteAllText(image, "four");
        var options = new BenchOptions(image, Path.Combine(_folder.FullName, "bench"))
        {
            Runs = 2,
            SampleTime = TimeSpan.FromMilliseconds(1),
            IdleTime = TimeSpan.FromMilliseconds(20),
            FindLinux = _ => Task.FromResult(new LinuxKernel("linux", "vmlinuz", null)),
            MeasureNetwork = (guest, _, _) => Task.FromResult(guest is BenchGuest.Ours ? new NetworkValues(1600, 1400, 69, 900) : new NetworkValues(1000, 1000, 100, 1000)),
            ProgramCommand = Program,
            GuestCommand = (node, mebibytes) => new GuestCommand("/bin/sh", ["-c", script(node.Name == "A", mebibytes)]),
        };
        return BenchRun.ExecuteAsync(change?.Invoke(options) ?? options, new SilentProgress(), TimeProvider.System, default);
    }

    private static string Table(BenchOutcome outcome)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 200;
        BenchTable.Show(console, outcome);
        return text.ToString();
    }
}
