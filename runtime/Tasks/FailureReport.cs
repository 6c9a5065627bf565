using System.Collections.Immutable;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Tasks;

/// <summary>How a task ended that failed.</summary>
/// <param name="Node">The node it ran on.</param>
/// <param name="Task">Its name.</param>
/// <param name="Generation">Its generation, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Exception">What it threw.</param>
/// <param name="Trace">Its last trace entries, oldest first.</param>
public sealed record FailureReport(string Node, string Task, uint Generation, Instant At, Exception Exception, ImmutableArray<TraceEntry> Trace)
{
    private const int MaximumMessage = 200;

    /// <summary>Name of the exception's type without its namespace.</summary>
    public string Type => Exception.GetType().Name;

    /// <summary>The exception's message on one line of at most 200 characters.</summary>
    public string Message
    {
        get
        {
            var line = Exception.Message.ReplaceLineEndings(" ");
            return line.Length <= MaximumMessage ? line : line[..MaximumMessage];
        }
    }
}
