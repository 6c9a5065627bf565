namespace DSoftBus.Qemu.Harness;

/// <summary>Says nothing: for <c>--json</c> and tests.</summary>
public sealed class SilentProgress : IRunProgress
{
    public void PhaseStarted(string phase)
    {
    }

    public void PhaseEnded(string phase, TimeSpan duration)
    {
    }

    public void MarkerSeen(MarkerExpectation expectation, MarkerSighting sighting)
    {
    }

    public void GuestEnded(GuestEvent.Ended ended)
    {
    }
}
