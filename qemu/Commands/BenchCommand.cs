using System.CommandLine;
using DSoftBus.Qemu.Bench;
using DSoftBus.Qemu.Bench.Stacks;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Peer;
using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus bench</c>.</summary>
internal static class BenchCommand
{
    private const int MostRuns = 100;

    public static Command Create()
    {
        var command = new Command("bench", "Measures booted guests, ours beside a Linux guest with the same program, and the host's own figures: medians with minimum and maximum. No time fails it; a guest of ours that fails does.");
        var common = new GuestRunOptions(command);
        var runs = new Option<int>("--runs") { Description = $"Measured runs after one warm-up, 1 to {MostRuns}.", HelpName = "N", DefaultValueFactory = _ => 5 };
        NumberRange.Require(runs, 1, MostRuns);
        command.Options.Add(runs);
        var only = new Option<BenchPart>("--only") { Description = "Measure one part alone.", DefaultValueFactory = _ => BenchPart.All };
        command.Options.Add(only);
        command.SetAction(async (parsed, cancel) =>
        {
            IAnsiConsole console = Terminal.Open();
            var progress = new ConsoleProgress(console);
            string image = Path.GetFullPath(parsed.GetRequiredValue(common.Image));
            string artifacts = Path.GetFullPath(parsed.GetRequiredValue(common.Artifacts));
            string peer = Path.Combine(artifacts, "peer");
            var options = new BenchOptions(image, Path.Combine(artifacts, "bench"))
            {
                BenchmarkImage = Path.Combine(artifacts, "benchmarks", "benchmarks.elf"),
                BenchmarkLinuxProgram = Path.Combine(artifacts, "benchmarks", "benchmarks.linux"),
                NetworkImage = Path.Combine(artifacts, "netpeer", "netpeer.elf"),
                NetworkLinuxProgram = Path.Combine(artifacts, "netpeer", "netpeer.linux"),
                OnlyNetwork = parsed.GetValue(only) is BenchPart.Network,
                OnlyStacks = parsed.GetValue(only) is BenchPart.Stacks,
                StackPeers = Environment.GetEnvironmentVariable(StackBench.Variable) is { Length: > 0 } peers ? Path.GetFullPath(peers) : null,
                StackFolder = Path.Combine(artifacts, "stacks"),
                StackProgram = Path.Combine(artifacts, "tap", "softbus-tap"),
                PeerFolder = peer,
                FindLinux = end => LinuxPackage.ObtainAsync(peer, end),
                Runs = parsed.GetValue(runs),
                MemoryMebibytes = parsed.GetValue(common.Memory),
                TestKeys = parsed.GetValue(common.TestKeys),
                ExtraWords = [.. parsed.GetRequiredValue(common.Words)],
                Accelerator = await AcceleratorProbe.ChooseAsync(parsed.GetValue(common.Accelerator), image, cancel),
            };
            bool json = parsed.GetValue(common.Json);
            BenchOutcome outcome = json
                ? await BenchRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, cancel)
                : await progress.RunAsync(() => BenchRun.ExecuteAsync(options, progress, TimeProvider.System, cancel));
            if (json)
                Console.WriteLine(BenchReport.Json(outcome).ToJsonString());
            else
                Show(console, outcome);
            return outcome.ExitStatus;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, BenchOutcome outcome)
    {
        console.WriteLine();
        BenchTable.Show(console, outcome);
        if (outcome.Failure is not { } failure)
            return;
        FailureView.Show(console, failure, outcome.FailureLogs);
        console.MarkupLineInterpolated($"see     {outcome.Run.Path}");
    }
}
