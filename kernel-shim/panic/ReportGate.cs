using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Panics;

/// <summary>Lets one report begin. A defect while it is printed gets one line, a third ends the machine at once; the exit value is that of the first.</summary>
internal static unsafe class ReportGate
{
    private static int _entered;
    private static int _value;

    /// <summary>Returns when the caller may print; <paramref name="value"/> is what the machine will leave with.</summary>
    public static void Enter(int value) => Enter(value, null);

    /// <param name="value">What the machine will leave with.</param>
    /// <param name="frame">Where a trap hit the shim; null if none did.</param>
    public static void Enter(int value, NestedFrame* frame)
    {
        _entered++;
        if (_entered == 1)
        {
            _value = value;
            Report.EndLine();
            return;
        }

        if (_entered == 2)
        {
            Report.EndLine();
            Report.Text("REPORT FAILED: another defect while the report was printed"u8);
            if (frame != null)
            {
                Report.Field("vector"u8, frame->Vector);
                Report.Field("rip"u8, frame->Rip);
            }

            Report.EndLine();
        }

        PowerOff.Stop(_value);
    }

    /// <summary>The report is complete.</summary>
    public static void Leave()
    {
        CrashScreen.End();
        PowerOff.Stop(_value);
    }
}
