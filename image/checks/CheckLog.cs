namespace DSoftBus.Image.Checks;

/// <summary>Numbers and prints checks: <c>ok 3 name details</c> or <c>FAIL 3 name details</c>, and at the end a line with the counts.</summary>
internal sealed class CheckLog
{
    private int _count;
    private int _failed;

    public void Check(string name, bool holds, string details = "")
    {
        _count++;
        if (!holds)
            _failed++;
        Console.WriteLine($"{(holds ? "ok" : "FAIL")} {_count} {name}{(details.Length > 0 ? " " : "")}{details}");
    }

    /// <summary>A line that is no check.</summary>
    public static void Note(string text) => Console.WriteLine($"note {text}");

    public int Finish()
    {
        Console.WriteLine($"checks: {_count - _failed} of {_count} held");
        return _failed == 0 && _count > 0 ? 0 : 1;
    }
}
