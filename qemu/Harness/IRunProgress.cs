namespace DSoftBus.Qemu.Harness;

/// <summary>Hears what a run does while it goes on.</summary>
public interface IRunProgress
{
    void PhaseStarted(string phase);

    void PhaseEnded(string phase, TimeSpan duration);

    void MarkerSeen(MarkerExpectation expectation, MarkerSighting sighting);

    void GuestEnded(GuestEvent.Ended ended);
}
