using System.Diagnostics;
using System.Globalization;
using System.Text;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Image.Boot;

/// <summary>What becomes of a failed task and of a task that holds the loop, in the guest.</summary>
internal sealed class GuestFailures(SerialConsole console)
{
    /// <summary>Frames of an exception whose addresses are printed.</summary>
    private const int LargestStack = 24;

    /// <summary>Prints where the exception came from, as addresses: <c>softbus crash</c> knows their files and lines. Out of memory ends the machine.</summary>
    public void OnFailure(FailureReport report)
    {
        // Nobody can say what else lacks memory now: the harness restarts machines, not tasks.
        if (report.Exception is OutOfMemoryException)
            EndOutOfMemory();
        ReportAddresses(report.Task, report.Exception);
    }

    /// <summary>Ends the machine; the report shows where the loop's thread is.</summary>
    public void OnWatchdog(string task)
    {
        console.WriteLine(Markers.Init.WatchdogExpired(task));
        GuestKernel.EndWithReport(GuestExitCode.Watchdog, $"task {task} held the loop");
    }

    public static void EndOutOfMemory() => GuestKernel.EndWithReport(GuestExitCode.OutOfMemory, "out of memory");

    /// <param name="who">The task, or what else failed.</param>
    /// <param name="exception">What it threw; of nested ones the innermost.</param>
    public void ReportAddresses(string who, Exception exception)
    {
        var line = new StringBuilder($"init: addresses {who}");
        foreach (StackFrame frame in new StackTrace(exception.GetBaseException(), fNeedFileInfo: false).GetFrames().Take(LargestStack))
            line.Append(CultureInfo.InvariantCulture, $" {frame.GetNativeIP():x16}");
        console.WriteLine(line.ToString());
    }
}
