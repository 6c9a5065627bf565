using System.Collections;

namespace DSoftBus.Tests.Metal.Runner;

/// <summary>What the generated code of each test project fills: every test of the project is either a case or left out.</summary>
public sealed class TestList
{
    private readonly List<TestCase> _cases = [];
    private readonly List<LeftOutTest> _leftOut = [];

    public IReadOnlyList<TestCase> Cases => _cases;

    public IReadOnlyList<LeftOutTest> LeftOut => _leftOut;

    /// <summary>A fact.</summary>
    public void Add(string name, Func<ValueTask> body) => _cases.Add(new TestCase(name, body));

    /// <summary>One row of inline data.</summary>
    public void Add(string name, string[] parameters, object?[] values, Func<ValueTask> body)
        => Add(CaseName.Of(name, parameters, values), body);

    /// <summary>The rows of a member. A member that throws or is empty is a case that fails: the theory must not vanish.</summary>
    public void AddRows(string name, string[] parameters, Func<IEnumerable> rows, Func<object?[], ValueTask> body)
    {
        int before = _cases.Count;
        try
        {
            foreach (object?[] row in rows())
                Add(name, parameters, row, () => body(row));
            if (_cases.Count == before)
                Add(name, static () => throw new InvalidOperationException("The theory's member gives no row."));
        }
        catch (Exception failure)
        {
            Add(name, () => throw new InvalidOperationException($"The theory's member failed: {failure.Message}", failure));
        }
    }

    public void LeaveOut(string name, LeftOutKind kind, string reason) => _leftOut.Add(new LeftOutTest(name, kind, reason));
}
