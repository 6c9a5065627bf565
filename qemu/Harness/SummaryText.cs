using System.Globalization;
using System.Text;

namespace DSoftBus.Qemu.Harness;

/// <summary>The lines of <c>summary.txt</c> that every kind of run has.</summary>
internal sealed class SummaryText
{
    private readonly StringBuilder _text = new();

    public void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Failure(HarnessFailure? failure)
    {
        if (failure is null)
            return;
        Line($"code     {failure.Code} (exit status {failure.Code.ExitStatus})");
        Line($"phase    {failure.Phase}");
        Line($"node     {failure.Node ?? "-"}");
        Line($"message  {failure.Message}");
        Line($"hint     {failure.Hint}");
    }

    public void Phases(PhaseClock phases)
    {
        foreach ((string phase, TimeSpan duration) in phases.Durations)
            Line($"phase    {phase,-10} {duration.TotalMilliseconds,8:F0} ms");
    }

    public void Markers(MarkerBoard board)
    {
        foreach (MarkerExpectation expectation in board.Expectations)
        {
            Line(board.Find(expectation) is { } sighting
                ? (FormattableString)$"marker   {expectation.Node} {sighting.SinceLaunch.TotalMilliseconds,8:F0} ms  line {sighting.Line,4}  {sighting.Text}"
                : $"marker   {expectation.Node}  missing            {expectation.Text}");
        }
    }

    public override string ToString() => _text.ToString();
}
