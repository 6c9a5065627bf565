using System.Diagnostics.CodeAnalysis;

namespace DSoftBus.Qemu.Tap;

/// <summary>A device, or why there is none.</summary>
/// <param name="Status">Never changes its meaning; for programs.</param>
/// <param name="Device">With <see cref="TapOpenStatus.Ok"/>; the caller disposes it.</param>
/// <param name="Message">What happened, why, and what to do; empty with <see cref="TapOpenStatus.Ok"/>.</param>
public readonly record struct TapOpenResult(TapOpenStatus Status, TapDevice? Device, string Message)
{
    /// <summary>Whether there is a device.</summary>
    [MemberNotNullWhen(true, nameof(Device))]
    public bool IsOk => Device is not null;
}
