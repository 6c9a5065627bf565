using System.Globalization;

namespace DSoftBus.Qemu.Launch;

/// <summary>Processor time of a process, from /proc/PID/stat (proc(5)).</summary>
public static class ProcessorTime
{
    /// <summary>USER_HZ, which Linux fixes at 100 on x86-64.</summary>
    private const int TicksPerSecond = 100;

    // utime and stime are fields 14 and 15; the name in field 2 may hold anything but ends with the last parenthesis.
    private const int UserField = 14 - 3;

    /// <summary>User and system time so far; null when there is no such process.</summary>
    public static TimeSpan? Of(int processId)
    {
        try
        {
            return Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat")));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads the text of the file; null when it is not one.</summary>
    public static TimeSpan? Parse(string text)
    {
        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > UserField + 1
            && long.TryParse(fields[UserField], NumberStyles.None, CultureInfo.InvariantCulture, out long user)
            && long.TryParse(fields[UserField + 1], NumberStyles.None, CultureInfo.InvariantCulture, out long system)
            ? TimeSpan.FromSeconds((double)(user + system) / TicksPerSecond)
            : null;
    }
}
