using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>A conversation of two hosts as text, one step per line; see <c>tests/Oracle.Tests/Scripts/README.md</c>.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Steps">In order.</param>
/// <param name="Explained">Parts of tshark's messages that the script brings about itself, as a regular expression.</param>
/// <param name="StackOptions">For our stack, where the kernel's side has an option of the socket.</param>
internal sealed record Script(string Name, IReadOnlyList<Step> Steps, string? Explained, string StackOptions)
{
    private const string Extension = ".script";

    private static string Folder => RepositoryRoot.File("tests", "Oracle.Tests", "Scripts");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static Script Read(string name)
    {
        string? explained = null;
        string options = "";
        var steps = new List<Step>();
        foreach (string line in File.ReadLines(Path.Combine(Folder, name + Extension)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("explains ", StringComparison.Ordinal))
                explained = line["explains ".Length..];
            else if (line.StartsWith("stack ", StringComparison.Ordinal))
                options = line["stack ".Length..];
            else
                steps.Add(Step.Parse(line));
        }

        return new Script(name, steps, explained, options);
    }
}
