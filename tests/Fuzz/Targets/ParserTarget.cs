namespace DSoftBus.Fuzz.Targets;

/// <summary>One parser and everything that its value offers.</summary>
internal sealed class ParserTarget(string name, ParserTarget.Reader reader) : IFuzzTarget
{
    public delegate void Reader(ReadOnlySpan<byte> input);

    public string Name => name;

    public void Run(ReadOnlySpan<byte> input) => reader(input);
}
