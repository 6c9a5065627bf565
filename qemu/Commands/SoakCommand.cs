using System.CommandLine;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Soak;
using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus soak</c>.</summary>
internal static class SoakCommand
{
    private const int MostSeconds = 24 * 3600;

    // Four allocating threads, their large blocks and twenty stacks.
    private const int LeastMemory = 96;
    private const int MostMemory = 4096;

    public static Command Create()
    {
        var command = new Command("soak", "One guest does everything at once: collector, timers, signals, pages, interrupts, frames. Shows its progress each 10 s; ends with what held, the collector's pauses and the idle load.");
        var seconds = new Option<int>("--seconds") { Description = $"How long, 1 to {MostSeconds}.", HelpName = "N", DefaultValueFactory = _ => 600 };
        NumberRange.Require(seconds, 1, MostSeconds, " s");
        var memory = new Option<int>("--memory") { Description = "Memory of the machine in MiB.", HelpName = "MIB", DefaultValueFactory = _ => 128 };
        NumberRange.Require(memory, LeastMemory, MostMemory, " MiB");
        var image = new Option<string>("--image") { Description = "Guest image.", HelpName = "FILE", DefaultValueFactory = _ => Checkout.Image };
        var artifacts = new Option<string>("--artifacts") { Description = "Folder under which the folder of the run is made.", HelpName = "FOLDER", DefaultValueFactory = _ => Checkout.Artifacts };
        var accelerator = new Option<AcceleratorChoice>("--accel") { Description = "What executes the guest: tcg, kvm, or auto (kvm if a trial boot works).", DefaultValueFactory = _ => AcceleratorChoice.Auto };
        Option<bool> json = GuestRunOptions.JsonOption();
        foreach (Option option in new Option[] { seconds, memory, image, artifacts, accelerator, json })
            command.Options.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            IAnsiConsole console = Terminal.Open();
            bool isJson = parsed.GetValue(json);
            string path = Path.GetFullPath(parsed.GetRequiredValue(image));
            var options = new SoakOptions(path, Path.Combine(parsed.GetRequiredValue(artifacts), "soak"), TimeSpan.FromSeconds(parsed.GetValue(seconds)))
            {
                MemoryMebibytes = parsed.GetValue(memory),
                Accelerator = await AcceleratorProbe.ChooseAsync(parsed.GetValue(accelerator), path, cancel),
            };
            SoakOutcome outcome = await SoakRun.ExecuteAsync(
                options,
                line =>
                {
                    if (!isJson)
                        console.WriteLine(line);
                },
                TimeProvider.System,
                cancel);
            if (isJson)
                Console.WriteLine(SoakReport.Json(outcome).ToJsonString());
            else
                Show(console, outcome);
            return outcome.ExitStatus;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, SoakOutcome outcome)
    {
        console.WriteLine();
        foreach (string line in SoakReport.Lines(outcome))
            console.WriteLine(line);
        if (outcome.Failure is { } failure)
            FailureView.Show(console, failure, [outcome.Run.PathOf(SoakRun.HostName), outcome.Run.PathOf(SoakRun.UartName)]);
        console.MarkupLineInterpolated($"artifacts {outcome.Run.Path}");
    }
}
