namespace DSoftBus.Qemu.Bench;

/// <summary>How far one machine was how long after its QEMU was started, as seen at the host's end of the serial line.</summary>
public readonly record struct BootTimes(TimeSpan FirstLine, TimeSpan InitReady, TimeSpan DaemonReady);
