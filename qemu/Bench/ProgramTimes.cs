namespace DSoftBus.Qemu.Bench;

/// <summary>One boot of the benchmark program.</summary>
/// <param name="FirstLine">QEMU start to the first line on the serial line, whoever printed it.</param>
/// <param name="FirstManaged">To the first line that managed code printed.</param>
/// <param name="End">To the end of QEMU.</param>
/// <param name="Lines">All lines.</param>
internal sealed record ProgramTimes(TimeSpan FirstLine, TimeSpan FirstManaged, TimeSpan End, IReadOnlyList<string> Lines);
