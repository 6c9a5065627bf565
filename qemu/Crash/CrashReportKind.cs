namespace DSoftBus.Qemu.Crash;

/// <summary>Who reported what.</summary>
public enum CrashReportKind
{
    /// <summary>The shim, about a program that ended by a signal or asked for the report.</summary>
    ProgramCrash,

    /// <summary>The shim, about itself.</summary>
    ShimPanic,

    /// <summary>Init, about a task that threw; the machine goes on.</summary>
    TaskFailure,
}
