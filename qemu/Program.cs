using System.CommandLine;
using System.Runtime.InteropServices;
using DSoftBus.Qemu.Commands;

namespace DSoftBus.Qemu;

/// <summary>The host's command line, <c>softbus</c>.</summary>
public static class Program
{
    /// <summary>Exit status of a command line that cannot be understood.</summary>
    public const int UsageStatus = 2;

    // Ctrl-C and SIGTERM cancel the command; this is how long it may take to end its guests and write its report.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(15);

    private static Task<int> Main(string[] arguments) => RunAsync(arguments, Console.Out, Console.Error);

    /// <summary>Parses and runs one command line.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Runs DSoftBus-lite guests under QEMU: the launcher, the cable and the harness.")
        {
            TwoVmCommand.Create(),
            BootCommand.Create(),
            BenchCommand.Create(),
            RunCommand.Create(),
            SoakCommand.Create(),
            RefuseCallsCommand.Create(),
            CableCommand.Create(),
            ForwardCommand.Create(),
            TapCommand.Create(),
            PcapCommand.Create(),
            SizesCommand.Create(),
            SbomCommand.Create(),
            CrashCommand.Create(),
            ModuleCommand.Create(),
            GuestTestsCommand.Create(),
        };
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
                await error.WriteLineAsync($"error: {problem.Message}");
            string command = parsed.CommandResult.Command == root ? "softbus" : $"softbus {parsed.CommandResult.Command.Name}";
            await error.WriteLineAsync($"Try '{command} --help'.");
            return UsageStatus;
        }

        using var hangUp = new CancellationTokenSource();
        using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            hangUp.Cancel();
        });
        var configuration = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = TerminationTimeout };
        return await parsed.InvokeAsync(configuration, hangUp.Token);
    }
}
