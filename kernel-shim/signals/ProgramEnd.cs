using System;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Signals;

/// <summary>The program's end by a signal that nothing handles: a crash screen, then power off.</summary>
internal static unsafe class ProgramEnd
{
    public static void Kill(Thread* thread, int signal, ReadOnlySpan<byte> cause)
    {
        Report.EndLine();
        Report.Text("PROGRAM CRASH: signal "u8);
        Report.Decimal((ulong)signal);
        Report.Text(", "u8);
        Report.Text(cause);
        Report.EndLine();
        CrashScreen.Thread(thread);
        PowerOff.AfterSignal(signal);
    }
}
