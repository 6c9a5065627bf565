using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Bench;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
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
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softbus-bench-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task GoodGuestsGiveEveryFigureTheTableAndTheDocument()
    {
        BenchOutcome outcome = await RunAsync((a, mebibytes) => mebibytes < 41 ? "exit 73" : a ? ScriptedGuests.GoodA : ScriptedGuests.GoodB);

        Assert.Null(outcome.Failure);
        Assert.Equal(0, outcome.ExitStatus);
        Assert.Equal(Keys, outcome.Figures.Select(figure => figure.Key));
        Assert.All(outcome.Figures, figure => Assert.Equal(2, figure.Values.Count));
        double MedianOf(string key) => outcome.Figures.Single(figure => figure.Key == key).Median;
        Assert.True(MedianOf("boot.first_line") <= MedianOf("boot.init_ready") && MedianOf("boot.init_ready") <= MedianOf("boot.daemon_ready"));
        Assert.Equal(41, outcome.Memory!.Smallest);

        string latest = Path.Combine(_folder.FullName, "bench", "latest.json");
        JsonNode document = JsonNode.Parse(File.ReadAllText(latest))!;
        Assert.Equal("success", (string?)document["result"]);
        Assert.Equal(Keys, document["figures"]!.AsObject().Select(figure => figure.Key));
        Assert.Equal(MedianOf("two_vm.session"), (double)document["figures"]!["two_vm.session"]!["median"]!);
        Assert.Equal(41, (int?)document["smallestMemory"]!["mebibytes"]);
        Assert.Equal(4, (long?)document["imageBytes"]);
        Assert.Equal(("tcg", Environment.ProcessorCount), ((string?)document["machine"]!["accelerator"], (int?)document["machine"]!["cores"]));
        Assert.True(File.Exists(outcome.Run.PathOf("boot-2-uart.txt")));
        Assert.True(SummaryFile.IsSuccess(outcome.Run.Path));

        string[] lines = Table(outcome).Split('\n');
        Assert.All(outcome.Figures, figure => Assert.Contains(lines, line => line.Contains(figure.What, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("smallest memory", StringComparison.Ordinal) && line.Contains(" 41 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("accelerator tcg", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.SelectMany(line => line), letter => letter > '~'); // no drawing characters outside a terminal
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
    public async Task AMissingImageIsNamed()
    {
        var options = new BenchOptions(Path.Combine(_folder.FullName, "no.elf"), Path.Combine(_folder.FullName, "bench"));
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

    private Task<BenchOutcome> RunAsync(Func<bool, int, string> script)
    {
        string image = Path.Combine(_folder.FullName, "four.elf");
        File.WriteAllText(image, "four");
        var options = new BenchOptions(image, Path.Combine(_folder.FullName, "bench"))
        {
            Runs = 2,
            SampleTime = TimeSpan.FromMilliseconds(1),
            GuestCommand = (node, mebibytes) => new GuestCommand("/bin/sh", ["-c", script(node.Name == "A", mebibytes)]),
        };
        return BenchRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, default);
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
