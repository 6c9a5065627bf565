namespace DSoftBus.Qemu.Refusal;

/// <summary>What became of one suite.</summary>
/// <param name="Red">Why it is red: a line, an end, a difference; null when it is green.</param>
/// <param name="Lines">What it wrote.</param>
public sealed record RefusalVerdict(string? Red, IReadOnlyList<string> Lines)
{
    public bool IsGreen => Red is null;
}
