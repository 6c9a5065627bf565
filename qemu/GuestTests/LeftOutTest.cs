namespace DSoftBus.Qemu.GuestTests;

/// <summary>A test of the host that the guest says it does not run, and why.</summary>
public sealed record LeftOutTest(string Kind, string Name, string Reason);
