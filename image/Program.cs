using DSoftBus.Image.Boot;
using DSoftBus.Image.Checks;

namespace DSoftBus.Image;

/// <summary>The guest program: everything above the kernel shim.</summary>
internal static class Program
{
    /// <param name="words">The words of the kernel command line.</param>
    /// <returns>0 when the run succeeded; the shim powers the machine off with it.</returns>
    private static int Main(string[] words)
    {
        if (SelfChecks.TryRun(words, out int status))
            return status;
        var console = new SerialConsole();
        try
        {
            return new GuestProgram(console, words).Run();
        }
        catch (Exception exception)
        {
            if (exception.GetBaseException() is OutOfMemoryException)
                GuestFailures.EndOutOfMemory();
            console.Report("the program failed", exception);
            new GuestFailures(console).ReportAddresses("the-program", exception);
            return GuestExitCode.ProgramFailed;
        }
    }
}
