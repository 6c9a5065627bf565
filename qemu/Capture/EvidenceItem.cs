namespace DSoftBus.Qemu.Capture;

/// <summary>One statement about a capture and whether it holds.</summary>
/// <param name="Key">Short name, part of the error code when it does not hold.</param>
/// <param name="Statement">What was looked for.</param>
/// <param name="Holds">Whether it was found.</param>
/// <param name="Detail">Where, or what was found instead.</param>
public sealed record EvidenceItem(string Key, string Statement, bool Holds, string Detail);
