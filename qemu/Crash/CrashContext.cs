using System.Globalization;

namespace DSoftBus.Qemu.Crash;

/// <summary>One stack of a report with its registers: that of a thread, or the shim's own.</summary>
public sealed class CrashContext
{
    /// <summary>Return addresses that are kept at most.</summary>
    public const int LargestStack = 100_000;

    private const string CausePrefix = "cause: ";
    private const string LastFaultPrefix = "last fault: ";
    private const string FaultPrefix = "fault:";
    private const string DumpPrefix = "dump: ";
    private const string StackPrefix = "stack:";
    private const int LongestName = 12;
    private const int WordDigits = 16;

    private readonly Dictionary<string, ulong> _registers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _faultRegisters = new(StringComparer.Ordinal);
    private readonly List<ulong> _addresses = [];

    internal CrashContext(string name) => Name = name;

    /// <summary><c>thread 1</c>, <c>shim</c>, or <c>task NAME</c>.</summary>
    public string Name { get; }

    /// <summary>Why the CPU came to the shim; null when the report does not say.</summary>
    public string? Cause { get; private set; }

    /// <summary>Registers and the trap's own words (vector, error, address) by the names of the report.</summary>
    public IReadOnlyDictionary<string, ulong> Registers => _registers;

    /// <summary>What the thread last faulted for, before its own code took over; null when it never did.</summary>
    public string? LastFault { get; private set; }

    /// <summary>The registers of that fault that a stack can be unwound with.</summary>
    public IReadOnlyDictionary<string, ulong> FaultRegisters => _faultRegisters;

    /// <summary>The newest part of the stack.</summary>
    public StackDump Dump { get; } = new();

    /// <summary>Return addresses of the rest, the newest first; not all of them need be current. For a task, those of its exception.</summary>
    public IReadOnlyList<ulong> Addresses => _addresses;

    /// <summary>Reads one line without its indentation; what it does not know is passed over.</summary>
    internal void Read(string line)
    {
        if (line.StartsWith(DumpPrefix, StringComparison.Ordinal))
            Dump.Read(line[DumpPrefix.Length..]);
        else if (line.StartsWith(StackPrefix, StringComparison.Ordinal))
            ReadAddresses(line[StackPrefix.Length..]);
        else if (line.StartsWith(CausePrefix, StringComparison.Ordinal))
            Cause ??= line[CausePrefix.Length..];
        else if (line.StartsWith(LastFaultPrefix, StringComparison.Ordinal))
            LastFault ??= line[LastFaultPrefix.Length..];
        else if (line.StartsWith(FaultPrefix, StringComparison.Ordinal))
            ReadFields(line[FaultPrefix.Length..], _faultRegisters);
        else
            ReadFields(line, _registers);
    }

    internal void ReadAddresses(string text) => ReturnAddressList.Read(text, _addresses, LargestStack);

    private static void ReadFields(string text, Dictionary<string, ulong> registers)
    {
        foreach (string field in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals is > 0 and < LongestName && field.Length - equals - 1 == WordDigits
                && ulong.TryParse(field.AsSpan(equals + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value))
            {
                registers.TryAdd(field[..equals], value);
            }
        }
    }
}
