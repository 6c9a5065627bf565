using System.Text.Json.Nodes;
using DSoftBus.Qemu.Bench;
using DSoftBus.Qemu.Bench.Stacks;
using DSoftBus.Qemu.Harness;
using DSoftBus.Tests.Qemu.Tap;
using Spectre.Console;
using Xunit;

namespace DSoftBus.Tests.Qemu.Bench.Stacks;

public sealed class StackBenchTests : IDisposable
{
    private static readonly string[] Lines =
    [
        "1 raw test=write frames_per_s=982209 ns_per_frame=1018 errno=0 secs=1.00",
        "1 lwip send mbps=3000 bytes=1 secs=1.50 errno=0 client_cpu=0.13 peer_cpu=1.02 machine_cpu=1.20 retrans=0 load=1.6",
        "2 lwip send mbps=3200 bytes=1 secs=1.50 errno=0 client_cpu=0.13 peer_cpu=1.02 machine_cpu=1.20 retrans=0 load=1.6",
        "1 ours-plain send mbps=6200 bytes=1 secs=1.50 errno=0 client_cpu=0.13 peer_cpu=1.02 machine_cpu=1.20 retrans=0 load=1.6",
        "1 lwip ping-1cpu n=5 median_us=10.0 p99_us=14.5 max_us=70 retrans=0 load=1.6",
        "1 ours-plain ping-1cpu n=5 median_us=12.5 p99_us=14.5 max_us=70 retrans=0 load=1.6",
        "1 gv-vnet cps32 cps=20000 done=1 failed=0 retrans=0 load=1.6",
        "1 ours-plain cps32 cps=50000 done=1 failed=0 retrans=0 load=1.6",
        "1 ours-plain idle10000 open=10000 open_secs=0.5 rss0_kb=10240 rss1_kb=20480 retrans=0 load=1.6",
        "1 gv-vnet idle10000 open=9999 open_secs=0.5 rss0_kb=10240 rss1_kb=20480 retrans=0 load=1.6",
        "1 ours-plain recv error=connect:Connection_refused retrans=0 load=1.6",
        "1 gv-vnet recv mbps=100 bytes=1 secs=1.50 errno=110 retrans=0 load=1.6",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softbus-stacks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void LinesBecomeRowsWithRatioAndVerdict()
    {
        var results = new StackResults();
        foreach (string line in Lines)
            results.Add(line);
        Dictionary<string, StackRow> rows = new StackRows(results).All().ToDictionary(row => row.Values.Key);
        StackRow to = rows["stack_to"];
        Assert.Equal(("lwip", 3100.0, 2.0, TargetVerdict.Met), (to.Peer, to.Values.Linux!.Median, to.Values.Ratio, to.Values.Verdict));
        Assert.Equal((0.8, TargetVerdict.NotMet), (rows["stack_ping"].Values.Ratio, rows["stack_ping"].Values.Verdict));
        Assert.Equal((2.5, TargetVerdict.Met), (rows["stack_connections"].Values.Ratio, rows["stack_connections"].Values.Verdict));

        // 10 MiB of ours; a peer that did not reach all connections has no figure.
        Assert.Equal((10.0, TargetVerdict.Met), (rows["stack_idle"].Values.Ours!.Median, rows["stack_idle"].Values.Verdict));
        Assert.Null(rows["stack_idle"].Values.Linux);
        Assert.Equal(TargetVerdict.NotMeasured, rows["stack_from"].Values.Verdict);
        Assert.Equal(2, results.Errors.Count);
    }

    [Fact]
    public async Task WithoutPeersTheRowsSayWhy()
    {
        (StackBench bench, IReadOnlyList<StackRow> rows) = await RunAsync(null);
        Assert.Contains(StackBench.Variable, bench.Problem, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Null(row.Values.Ours));
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 200;
        StackTable.Show(console, rows);
        Assert.Contains("not measured", text.ToString(), StringComparison.Ordinal);
        JsonNode document = StackTable.Json(rows, bench.Problem);
        Assert.Equal(bench.Problem, (string?)document["problem"]);
        Assert.Equal(("lwip", "NotMeasured"), ((string?)document["rows"]!["stack_to"]!["peerName"], (string?)document["rows"]!["stack_to"]!["verdict"]));
    }

    [TapFact]
    public async Task TheScriptOfThePeersIsBuiltAndMeasuredRoundByRound()
    {
        string script = Write("""
            echo "$@" >>"$2/called"
            [ "$1" = build ] && for p in tapbench tapraw lwip-peer gvisor-peer; do : >"$2/$p"; done
            [ "$1" = measure ] && cat "$2/ours-plain" >>"$2/called" && echo "1 ours-plain send mbps=10 errno=0" && echo "1 lwip send mbps=5 errno=0"
            exit 0
            """);
        (StackBench bench, IReadOnlyList<StackRow> rows) = await RunAsync(script);
        Assert.Null(bench.Problem);
        Assert.Equal(2, rows.Single(row => row.Values.Key == "stack_to").Values.Ours!.Values.Count);
        string called = File.ReadAllText(Path.Combine(_folder.FullName, "stacks", "called"));
        string own = $"{_folder.FullName}/stacks";
        Assert.Contains($"measure {own} 1 gv-vnet cmd:{own}/ours-plain cmd:{own}/ours-offloads lwip", called, StringComparison.Ordinal);
        Assert.Contains($"measure {own} 1 cmd:{own}/ours-plain cmd:{own}/ours-offloads lwip gv-vnet", called, StringComparison.Ordinal);
        Assert.Contains("--serve bench --offloads off", called, StringComparison.Ordinal);
    }

    [TapFact]
    public async Task ARoundThatIsCutShortKeepsWhatItHas()
    {
        (StackBench bench, IReadOnlyList<StackRow> rows) = await RunAsync(Write("""
            [ "$1" = build ] && exit 0
            echo "1 ours-plain send mbps=10 errno=0"
            [ -e "$2/once" ] || { : >"$2/once"; echo "1 ours-plain idle1000 open=1"; exit 1; }
            """));
        Assert.Contains("round 1 was cut short", bench.Problem, StringComparison.Ordinal);
        Assert.Equal([10.0, 10.0], rows.Single(row => row.Values.Key == "stack_to").Values.Ours!.Values);
    }

    [TapFact]
    public async Task AScriptThatFailsCostsItsRowsAndIsNamed()
    {
        (StackBench bench, IReadOnlyList<StackRow> rows) = await RunAsync(Write("echo 'no compiler here'; exit 3"));
        Assert.Contains("no compiler here", bench.Problem, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Null(row.Values.Ours));
    }

    [Fact]
    public async Task AnInterruptedScriptEndsWithEverythingItStarted()
    {
        string started = Path.Combine(_folder.FullName, "started");
        var script = new StackScript(Write($"sleep 600 & echo $$ $! >{started}.new; mv {started}.new {started}; wait"));
        using var cancel = new CancellationTokenSource();
        Task run = script.RunAsync(["measure"], Path.Combine(_folder.FullName, "log"), TimeSpan.FromMinutes(2), cancel.Token);
        while (!File.Exists(started))
            await Task.Yield();
        string[] processes = File.ReadAllText(started).Split();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.All(processes.Where(id => id.Length > 0), id => Assert.True(!File.Exists($"/proc/{id}/stat") || File.ReadAllText($"/proc/{id}/stat").Contains(" Z ", StringComparison.Ordinal)));
    }

    private string Write(string body)
    {
        DirectoryInfo peers = _folder.CreateSubdirectory("peers");
        string script = Path.Combine(peers.FullName, "run.sh");
        File.WriteAllText(script, body + "\n");
        return script;
    }

    private async Task<(StackBench Bench, IReadOnlyList<StackRow> Rows)> RunAsync(string? script)
    {
        string program = Path.Combine(_folder.FullName, "softbus-tap");
        File.WriteAllText(program, "");
        var options = new BenchOptions("", Path.Combine(_folder.FullName, "bench"))
        {
            Runs = 2,
            StackPeers = Path.GetDirectoryName(script),
            StackFolder = Path.Combine(_folder.FullName, "stacks"),
            StackProgram = program,
        };
        var bench = new StackBench(options, RunFolder.Create(Path.Combine(_folder.FullName, "runs"), TimeProvider.System), new PhaseClock(new SilentProgress(), TimeProvider.System));
        return (bench, await bench.RunAsync(CancellationToken.None));
    }
}
