namespace DSoftBus.Qemu.Harness;

/// <summary>Where and when an expected marker was first seen.</summary>
/// <param name="Line">Line number in the UART log, from 1.</param>
/// <param name="Text">The whole line.</param>
/// <param name="SinceLaunch">Time since the node's QEMU was started.</param>
public readonly record struct MarkerSighting(int Line, string Text, TimeSpan SinceLaunch);
