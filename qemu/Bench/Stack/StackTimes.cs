namespace DSoftBus.Qemu.Bench.Stack;

/// <summary>Times of one sample in nanoseconds.</summary>
/// <param name="Send">Per full segment: the write, the walk down to the device and the link's one copy, and the acknowledgments of it.</param>
/// <param name="Receive">Per full segment: from the device into the receive buffer, its acknowledgments, and the read in place.</param>
/// <param name="Request">Per request of 64 bytes and its answer: both stacks, all they send for it.</param>
internal readonly record struct StackTimes(double Send, double Receive, double Request);
