using System.CommandLine;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.TwoVm;
using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus two-vm</c>.</summary>
internal static class TwoVmCommand
{
    public static Command Create()
    {
        var command = new Command("two-vm", "Boots two machines on one cable and proves an authenticated session between them. Exit status 0 only if everything held; otherwise the typed code of the failure.");
        var common = new GuestRunOptions(command);
        var phase = new Option<TwoVmPhase>("--phase")
        {
            Description = "Stop after this phase.",
            DefaultValueFactory = _ => TwoVmPhase.End,
        };
        var budgets = new Option<bool>("--budgets") { Description = "Fail when a phase exceeds its performance budget." };
        command.Options.Add(phase);
        command.Options.Add(budgets);
        command.SetAction(async (parsed, cancel) =>
        {
            IAnsiConsole console = Terminal.Open();
            bool json = parsed.GetValue(common.Json);
            var progress = new ConsoleProgress(console);
            string image = Path.GetFullPath(parsed.GetRequiredValue(common.Image));
            var options = new TwoVmOptions(image, Path.Combine(parsed.GetRequiredValue(common.Artifacts), "two-vm"))
            {
                MemoryMebibytes = parsed.GetValue(common.Memory),
                TestKeys = parsed.GetValue(common.TestKeys),
                ExtraWords = [.. parsed.GetRequiredValue(common.Words)],
                Target = parsed.GetValue(phase),
                EnforceBudgets = parsed.GetValue(budgets),
                Accelerator = await AcceleratorProbe.ChooseAsync(parsed.GetValue(common.Accelerator), image, cancel),
            };
            TwoVmOutcome outcome = json
                ? await TwoVmRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, cancel)
                : await progress.RunAsync(() => TwoVmRun.ExecuteAsync(options, progress, TimeProvider.System, cancel));
            if (json)
                Console.WriteLine(TwoVmReport.Json(outcome).ToJsonString());
            else
                TwoVmView.Show(console, outcome);
            return outcome.ExitStatus;
        });
        return command;
    }
}
