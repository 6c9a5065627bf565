using System.Text.Json;
using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.Softbus;

/// <summary>The specification's vectors as data (<c>tests/vectors/*.json</c>): an entry has a name, a kind, inputs, and either what is expected or an error.</summary>
internal static class VectorFile
{
    public static IReadOnlyList<Vector> Load(string file)
    {
        using var document = JsonDocument.Parse(VectorData.Read(file));
        return [.. document.RootElement.GetProperty("vectors").EnumerateArray().Select(entry => new Vector(entry.Clone()))];
    }

    /// <summary>Runs <paramref name="check"/> on every entry of a kind; a file without that kind is a failure.</summary>
    public static void ForEach(string file, string kind, Action<Vector> check) => ForEach(file, vector => vector.Kind == kind, check);

    public static void ForEach(string file, Func<Vector, bool> selects, Action<Vector> check)
    {
        var selected = Load(file).Where(selects).ToList();
        Xunit.Assert.NotEmpty(selected);
        foreach (var vector in selected)
        {
            try
            {
                check(vector);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{file}: {vector.Name}: {failure.Message}", failure);
            }
        }
    }
}
