namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>A part of the class library under test: a name and its checks in the order of the transcript.</summary>
internal sealed class Area(string name)
{
    private readonly List<Check> _checks = [];

    public string Name { get; } = name;

    public IReadOnlyList<Check> Checks => _checks;

    public void Check(string name, Func<string> body)
    {
        if (name.Contains(':'))
            throw new ArgumentException($"'{name}' holds a colon, which ends the name in the transcript", nameof(name));
        if (_checks.Exists(check => check.Name == name))
            throw new ArgumentException($"the area {Name} has two checks named '{name}'", nameof(name));
        _checks.Add(new Check(name, body));
    }

    /// <summary>An asynchronous check; the thread of the check waits for its end.</summary>
    public void Check(string name, Func<Task<string>> body) => Check(name, () => body().GetAwaiter().GetResult());
}
