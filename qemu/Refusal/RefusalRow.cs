namespace DSoftBus.Qemu.Refusal;

/// <summary>One line of the result.</summary>
/// <param name="Call">The refused call; null when none was.</param>
/// <param name="Suite">The suite that turned red, or that was run with all calls; empty when none turned red.</param>
/// <param name="Red">Why it is red; null when nothing is.</param>
/// <param name="Duration">Time of all its boots.</param>
public sealed record RefusalRow(ulong? Call, string Suite, string? Red, TimeSpan Duration)
{
    /// <summary>As it should be: red without a call, green with all.</summary>
    public bool Holds => Call is null == (Red is null);

    /// <summary>The number as the shim's README writes it.</summary>
    public string Number => Call switch
    {
        null => "none",
        >= 0x1000 => $"0x{Call:x}",
        _ => $"{Call}",
    };
}
