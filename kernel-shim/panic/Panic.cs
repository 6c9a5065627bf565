using System;

namespace DSoftBus.KernelShim.Panics;

/// <summary>The end of a shim that found a defect of its own: one report on the serial line and the exit value for a panic.</summary>
internal static unsafe class Panic
{
    public static void Stop(ReadOnlySpan<byte> cause)
    {
        ReportGate.Enter(PowerOff.ShimPanic);
        Title(cause);
        CrashScreen.ShimHere();
        CrashScreen.CurrentThread();
        ReportGate.Leave();
    }

    /// <summary>A trap inside the shim that no handler expects.</summary>
    public static void Stop(ReadOnlySpan<byte> cause, Traps.NestedFrame* frame, ulong faultAddress)
    {
        ReportGate.Enter(PowerOff.ShimPanic, frame);
        Title(cause);
        CrashScreen.Shim(frame, faultAddress);
        CrashScreen.CurrentThread();
        ReportGate.Leave();
    }

    private static void Title(ReadOnlySpan<byte> cause)
    {
        Report.Text("SHIM PANIC: "u8);
        Report.Text(cause);
        Report.EndLine();
    }
}
