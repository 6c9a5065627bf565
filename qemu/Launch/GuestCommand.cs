namespace DSoftBus.Qemu.Launch;

/// <summary>A program to run as a guest, with its arguments. Tests put a shell script in QEMU's place.</summary>
public sealed record GuestCommand(string Program, IReadOnlyList<string> Arguments);
