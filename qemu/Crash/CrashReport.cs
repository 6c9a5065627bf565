using System.Globalization;

namespace DSoftBus.Qemu.Crash;

/// <summary>The report that the shim prints when the program or the shim itself dies.</summary>
public sealed class CrashReport
{
    /// <summary>Stack words that are kept at most; the shim prints 128.</summary>
    public const int LargestStack = 1024;

    private const string ProgramCrash = "PROGRAM CRASH: ";
    private const string ShimPanic = "SHIM PANIC: ";
    private const string SignalPrefix = "signal ";
    private const string StackPrefix = "stack:";
    private readonly Dictionary<string, ulong> _registers = new(StringComparer.Ordinal);
    private readonly List<ulong> _stack = [];

    private CrashReport(bool panic, string cause)
    {
        IsPanic = panic;
        Cause = cause;
        if (!panic && cause.StartsWith(SignalPrefix, StringComparison.Ordinal)
            && int.TryParse(cause.AsSpan(SignalPrefix.Length).TrimStart().ToString().Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int signal))
        {
            Signal = signal;
        }
    }

    /// <summary>Whether the shim, and not the program, gave up.</summary>
    public bool IsPanic { get; }

    /// <summary>The shim's words after the colon.</summary>
    public string Cause { get; }

    /// <summary>The signal that ended the program; null for a panic.</summary>
    public int? Signal { get; }

    /// <summary>Registers and the trap's own words (vector, error, address) by the names of the report; of two screens the first, which is the nearest to the defect.</summary>
    public IReadOnlyDictionary<string, ulong> Registers => _registers;

    /// <summary>Words of the stack that point into code, the newest first; not all of them need be return addresses.</summary>
    public IReadOnlyList<ulong> Stack => _stack;

    /// <summary>The first report in a log; null when there is none. Other text between the lines is passed over.</summary>
    public static CrashReport? Find(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        CrashReport? report = null;
        foreach (string line in lines)
        {
            if (report is null)
                report = Begin(line);
            else
                report.Read(line.Trim());
        }

        return report;
    }

    private static CrashReport? Begin(string line)
    {
        int at = line.IndexOf(ProgramCrash, StringComparison.Ordinal);
        if (at >= 0)
            return new CrashReport(false, line[(at + ProgramCrash.Length)..].Trim());
        at = line.IndexOf(ShimPanic, StringComparison.Ordinal);
        return at >= 0 ? new CrashReport(true, line[(at + ShimPanic.Length)..].Trim()) : null;
    }

    private void Read(string line)
    {
        if (line.StartsWith(StackPrefix, StringComparison.Ordinal))
        {
            foreach (string word in line[StackPrefix.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (_stack.Count < LargestStack && TryHexadecimal(word, out ulong address))
                    _stack.Add(address);
            }

            return;
        }

        foreach (string field in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals is > 0 and < 12 && TryHexadecimal(field.AsSpan(equals + 1), out ulong value))
                _registers.TryAdd(field[..equals], value);
        }
    }

    private static bool TryHexadecimal(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        return text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
