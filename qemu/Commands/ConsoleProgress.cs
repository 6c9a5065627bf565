using DSoftBus.Qemu.Harness;
using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary>Live progress: one line per event, and in a terminal a spinner with the phase under them.</summary>
internal sealed class ConsoleProgress(IAnsiConsole console) : IRunProgress
{
    private StatusContext? _status;

    /// <summary>Runs <paramref name="body"/> with the spinner where the console is a terminal.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> body)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
            return await body();
        return await console.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", async context =>
        {
            _status = context;
            return await body();
        });
    }

    public void PhaseStarted(string phase) => _status?.Status(Markup.Escape(phase));

    public void PhaseEnded(string phase, TimeSpan duration) =>
        console.MarkupLineInterpolated($"[green]done[/]    {phase,-10} [dim]{duration.TotalMilliseconds,7:F0} ms[/]");

    public void MarkerSeen(MarkerExpectation expectation, MarkerSighting sighting) =>
        console.MarkupLineInterpolated($"[blue]{expectation.Node,-4}[/]    [dim]{sighting.SinceLaunch.TotalMilliseconds,7:F0} ms[/]  {sighting.Text}");

    public void GuestEnded(GuestEvent.Ended ended) =>
        console.MarkupLineInterpolated($"[blue]{ended.Node,-4}[/]    [dim]{ended.SinceLaunch.TotalMilliseconds,7:F0} ms[/]  ended: {ended.Exit}");
}
