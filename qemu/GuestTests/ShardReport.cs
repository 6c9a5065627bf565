using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>What one guest said and how it ended.</summary>
/// <param name="Number">Which part of the tests it ran, from 1.</param>
/// <param name="Exit">How QEMU ended.</param>
/// <param name="Results">Every announced test, and one more that failed when the guest or its frames were not as they must be.</param>
/// <param name="LeftOut">Tests of the host that do not run in the guest; the same list in every part.</param>
public sealed record ShardReport(int Number, GuestExit Exit, IReadOnlyList<GuestTestResult> Results, IReadOnlyList<LeftOutTest> LeftOut);
