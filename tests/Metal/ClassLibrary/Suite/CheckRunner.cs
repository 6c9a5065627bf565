namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>Runs checks one after the other, each on a thread of its own, and writes one line for each.</summary>
/// <param name="output">Where the transcript goes.</param>
/// <param name="limit">How long one check may take before it is named as hanging.</param>
internal sealed class CheckRunner(TextWriter output, TimeSpan limit)
{
    public CheckOutcome Run(Area area, Check check)
    {
        string values = "";
        var outcome = CheckOutcome.Threw;
        var thread = new Thread(() =>
        {
            try
            {
                values = check.Body();
                outcome = CheckOutcome.Values;
            }
            catch (Exception e)
            {
                values = $"threw {e.GetType()}: {e.Message}";
            }
        })
        {
            IsBackground = true,
            Name = $"{area.Name}/{check.Name}",
        };
        thread.Start();
        if (!thread.Join(limit))
        {
            output.WriteLine($"{area.Name}/{check.Name}: HUNG, not ended within {limit.TotalMilliseconds} ms");
            return CheckOutcome.Hung;
        }

        output.WriteLine($"{area.Name}/{check.Name}: {Values.OneLine(values)}");
        return outcome;
    }
}
