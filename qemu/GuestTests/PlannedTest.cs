using System.Text;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>A test that the guest has announced, on its way to a result.</summary>
internal sealed class PlannedTest(int index)
{
    private readonly StringBuilder _output = new();
    private int _lines;

    /// <summary>Null until its plan frame came.</summary>
    public string? Name { get; set; }

    public GuestTestOutcome Outcome { get; private set; } = GuestTestOutcome.NoResult;

    public TimeSpan Duration { get; private set; }

    public string Message { get; private set; } = "";

    public string Stack { get; private set; } = "";

    public void End(GuestTestOutcome outcome, TimeSpan duration, string message = "", string stack = "")
        => (Outcome, Duration, Message, Stack) = (outcome, duration, message, stack);

    public void AddOutput(string line)
    {
        if (_lines++ < ResultReader.MostOutputLines)
            _output.Append(line).Append('\n');
    }

    public GuestTestResult ToResult()
        => new(Name ?? $"test {index} (its name was lost)", Outcome, Duration, Message, Stack, _output.ToString());
}
