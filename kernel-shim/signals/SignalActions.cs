namespace DSoftBus.KernelShim.Signals;

/// <summary>The process-wide table of signal actions.</summary>
internal static unsafe class SignalActions
{
    private struct Table
    {
        public fixed ulong Words[(Signal.Largest + 1) * 4];
    }

    private static Table _table;

    /// <summary>The action of signal 1 to 64.</summary>
    public static SignalAction* Of(int signal)
    {
        fixed (ulong* words = _table.Words)
            return (SignalAction*)words + signal;
    }

    /// <summary>Whether a signal does nothing: by request, or by its default.</summary>
    public static bool IsIgnored(int signal)
    {
        ulong handler = Of(signal)->Handler;
        return handler == SignalAction.Ignore
            || (handler == SignalAction.Default && signal is Signal.Child or Signal.Continue or Signal.Urgent or Signal.WindowChange);
    }
}
