namespace DSoftBus.Qemu.GuestTests;

/// <summary>One test of the guest.</summary>
/// <param name="Name">Class and method with namespace, then the arguments.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">In the guest's time; zero when it did not end.</param>
/// <param name="Message">What went wrong; empty for a passed one.</param>
/// <param name="Stack">Where, or the crash report.</param>
/// <param name="Output">What the guest wrote while it ran, cut at <see cref="ResultReader.MostOutputLines"/> lines.</param>
public sealed record GuestTestResult(string Name, GuestTestOutcome Outcome, TimeSpan Duration, string Message, string Stack, string Output)
{
    public bool IsPassed => Outcome is GuestTestOutcome.Passed;
}
