using System.Globalization;
using System.Text.RegularExpressions;

namespace DSoftBus.Qemu.Soak;

/// <summary>What the guest's lines say: progress, checks, pauses, the idle time. Total: other lines count for nothing.</summary>
public sealed partial class SoakLog
{
    private readonly List<string> _failed = [];

    /// <summary>Checks that held.</summary>
    public int Held { get; private set; }

    /// <summary>Checks that did not, as printed.</summary>
    public IReadOnlyList<string> Failed => _failed;

    /// <summary>The guest said how many of its checks held, which is the last that it does.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Collections that were measured, and their pauses in milliseconds; null before they are known.</summary>
    public SoakPauses? Pauses { get; private set; }

    /// <summary>Timer interrupts while the guest was idle; null before they are known.</summary>
    public int? IdleInterrupts { get; private set; }

    /// <summary>Takes the next line of the serial line.</summary>
    public SoakLine Take(string line)
    {
        if (line.StartsWith("ok ", StringComparison.Ordinal))
            Held++;
        else if (line.StartsWith("FAIL ", StringComparison.Ordinal))
            _failed.Add(line);
        else if (ChecksPattern().IsMatch(line))
            IsComplete = true;
        else if (PausesPattern().Match(line) is { Success: true } pauses)
            Pauses = new SoakPauses(Integer(pauses, 1), Number(pauses, 2), Number(pauses, 3), Number(pauses, 4));
        else if (ProgressPattern().IsMatch(line))
            return SoakLine.Progress;
        else if (line == "soak: idle begins")
            return SoakLine.IdleBegins;
        else if (IdlePattern().Match(line) is { Success: true } idle)
        {
            IdleInterrupts = Integer(idle, 1);
            return SoakLine.IdleEnds;
        }

        return SoakLine.Other;
    }

    private static int Integer(Match match, int group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^checks: \d+ of \d+ held$")]
    private static partial Regex ChecksPattern();

    [GeneratedRegex(@"^soak: pauses (\d{1,9}) collections, median (\d{1,9}\.\d{1,6}) ms, p99 (\d{1,9}\.\d{1,6}) ms, maximum (\d{1,9}\.\d{1,6}) ms$")]
    private static partial Regex PausesPattern();

    [GeneratedRegex(@"^soak: \d+ s ")]
    private static partial Regex ProgressPattern();

    [GeneratedRegex(@"^soak: idle ends, (\d{1,9}) timer interrupts in \d+ s$")]
    private static partial Regex IdlePattern();
}
