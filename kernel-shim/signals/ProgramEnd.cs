using System;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Signals;

/// <summary>The program's end with a crash report, then power off: by a signal that nothing handles, or because the program asks for it.</summary>
internal static unsafe class ProgramEnd
{
    public static void Kill(Thread* thread, int signal, ReadOnlySpan<byte> cause)
    {
        ReportGate.Enter(PowerOff.ValueOfSignal(signal));
        Report.Text("PROGRAM CRASH: signal "u8);
        Report.Decimal((ulong)signal);
        Report.Text(", "u8);
        Report.Text(cause);
        Report.EndLine();
        CrashScreen.Thread(thread);
        ReportGate.Leave();
    }

    /// <summary>exit_group with a report about <paramref name="thread"/>; the reason is the program's own text.</summary>
    public static void Leave(Thread* thread, uint status, byte* reason, int length)
    {
        ReportGate.Enter(PowerOff.ValueOfExit(status));
        Report.Text("PROGRAM CRASH: exit "u8);
        Report.Decimal(status);
        Report.Text(", "u8);
        for (int i = 0; i < length; i++)
            Report.Masked(reason[i]);
        Report.EndLine();
        CrashScreen.Thread(thread);
        ReportGate.Leave();
    }
}
