namespace DSoftBus.Qemu.Harness;

/// <summary>A line that a node has to print on its serial line.</summary>
/// <param name="Node">Name of the node, as "A".</param>
/// <param name="Key">Short name in summaries, as "discovery".</param>
/// <param name="Text">Start of the line.</param>
public sealed record MarkerExpectation(string Node, string Key, string Text)
{
    /// <summary>Whether it must come after the ordered expectation listed before it for the same node.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>The line is the text, or goes on with a space, or with anything after a text that ends in '=' or ' '.</summary>
    public bool Matches(string line) =>
        line.StartsWith(Text, StringComparison.Ordinal)
        && (line.Length == Text.Length || Text[^1] is '=' or ' ' || line[Text.Length] == ' ');

    public override string ToString() => $"{Node}: {Text}";
}
