using System.CommandLine;
using System.Globalization;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.SingleVm;
using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus boot</c>.</summary>
internal static class BootCommand
{
    public static Command Create()
    {
        var command = new Command("boot", "Boots one machine through the single-VM ladder, up to 'SELFTEST: end'. The cable plays gateway, DHCP server and resolver.");
        var common = new GuestRunOptions(command);
        var module = new Option<string?>("--module") { Description = "A boot module for the guest (see 'softbus module').", HelpName = "FILE" };
        command.Options.Add(module);
        command.SetAction(async (parsed, cancel) =>
        {
            string? modulePath = parsed.GetValue(module);
            if (modulePath is not null && ModuleCommand.Read(modulePath, parsed.InvocationConfiguration.Error) is null)
                return Program.UsageStatus;
            IAnsiConsole console = Terminal.Open();
            var progress = new ConsoleProgress(console);
            string image = Path.GetFullPath(parsed.GetRequiredValue(common.Image));
            var options = new SingleVmOptions(image, Path.Combine(parsed.GetRequiredValue(common.Artifacts), "boot"))
            {
                MemoryMebibytes = parsed.GetValue(common.Memory),
                Module = modulePath is null ? null : Path.GetFullPath(modulePath),
                TestKeys = parsed.GetValue(common.TestKeys),
                ExtraWords = [.. parsed.GetRequiredValue(common.Words)],
                Accelerator = await AcceleratorProbe.ChooseAsync(parsed.GetValue(common.Accelerator), image, cancel),
            };
            if (parsed.GetValue(common.Json))
            {
                SingleVmOutcome silent = await SingleVmRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, cancel);
                Console.WriteLine(SingleVmReport.Json(silent).ToJsonString());
                return silent.ExitStatus;
            }

            SingleVmOutcome outcome = await progress.RunAsync(() => SingleVmRun.ExecuteAsync(options, progress, TimeProvider.System, cancel));
            Show(console, outcome);
            return outcome.ExitStatus;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, SingleVmOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            FailureView.Show(console, failure, [outcome.Run.PathOf(SingleVmRun.HostName), outcome.Run.PathOf(SingleVmRun.UartName)]);
            console.MarkupLineInterpolated($"see     {outcome.Run.Path}");
            return;
        }

        console.WriteLine();
        console.MarkupLineInterpolated($"[green]proven[/]    {outcome.Board.Expectations.Count} markers in order, end with success, {outcome.Phases.Total.TotalSeconds:F1} s in all");
        string image = outcome.ImageBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F2} MiB") : "none";
        console.MarkupLineInterpolated($"machine   {outcome.Options.MemoryMebibytes} MiB, image {image}, {outcome.Options.Accelerator.ToString().ToLowerInvariant()}");
        console.MarkupLineInterpolated($"artifacts {outcome.Run.Path}");
    }
}
