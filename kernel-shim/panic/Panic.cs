using System;

namespace DSoftBus.KernelShim.Panics;

/// <summary>The end of a shim that found a defect of its own: one screen on the serial line and the exit value for a panic.</summary>
internal static unsafe class Panic
{
    private static bool _active;

    public static void Stop(ReadOnlySpan<byte> cause)
    {
        Begin(cause);
        CrashScreen.CurrentThread();
        PowerOff.AfterPanic();
    }

    /// <summary>A trap inside the shim that no handler expects.</summary>
    public static void Stop(ReadOnlySpan<byte> cause, Traps.NestedFrame* frame, ulong faultAddress)
    {
        Begin(cause);
        CrashScreen.Nested(frame, faultAddress);
        CrashScreen.CurrentThread();
        PowerOff.AfterPanic();
    }

    private static void Begin(ReadOnlySpan<byte> cause)
    {
        if (_active)
            PowerOff.AfterPanic(); // a panic while panicking: the first report is the useful one
        _active = true;
        Report.EndLine();
        Report.Text("SHIM PANIC: "u8);
        Report.Text(cause);
        Report.EndLine();
    }
}
