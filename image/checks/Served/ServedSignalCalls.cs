using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Served;

/// <summary>A signal is sent, blocked, handled, and its handler returns.</summary>
internal static unsafe class ServedSignalCalls
{
    /// <summary>A real-time signal that neither the C library nor the runtime uses.</summary>
    private const int Probe = 50;

    private const nint Block = 0;
    private const nint Unblock = 1;
    private const int StackDisabled = 2;

    public static void Run(CheckLog log)
    {
        var counter = (long*)NativeMemory.AllocZeroed(sizeof(long));
        ulong* old = stackalloc ulong[4];
        bool installed = RawCode.CountSignals(Probe, (nint)counter) == 0;
        installed &= Machine.Call(Machine.SignalAction, Probe, 0, (nint)old, 8) == 0 && old[0] > 1;
        ServedCallChecks.Check(log, 13, "rt_sigaction", installed);
        if (!installed)
            return;

        nint self = Machine.Call(186);
        ServedCallChecks.Check(log, 234, "tgkill", Machine.Call(Machine.SendSignal, 1, self, Probe) == 0 && *counter == 1);
        ServedCallChecks.Check(log, 15, "rt_sigreturn", *counter == 1); // or the handler would have run into ud2
        ServedCallChecks.Check(log, 200, "tkill", Machine.Call(200, self, Probe) == 0 && *counter == 2);
        ServedCallChecks.Check(log, 14, "rt_sigprocmask", IsHeldBack(self, counter));

        ulong* stack = stackalloc ulong[3];
        stack[1] = 99;
        bool known = Machine.Call(131, 0, (nint)stack) == 0 && (int)stack[1] is 0 or StackDisabled;
        ServedCallChecks.Check(log, 131, "sigaltstack", known);
    }

    private static bool IsHeldBack(nint self, long* counter)
    {
        ulong mask = 1UL << (Probe - 1);
        ulong before = 0;
        bool blocked = Machine.Call(Machine.SignalMask, Block, (nint)(&mask), (nint)(&before), 8) == 0;
        Machine.Call(Machine.SendSignal, 1, self, Probe);
        blocked &= *counter == 2;
        return Machine.Call(Machine.SignalMask, Unblock, (nint)(&mask), 0, 8) == 0 && blocked && *counter == 3 && (before & mask) == 0;
    }
}
