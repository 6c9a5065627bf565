namespace DSoftBus.Net.Tcp;

/// <summary>Whose place in the full table goes to whom. The lists are in order of age, so that nothing is searched.</summary>
public sealed partial class TcpLayer
{
    /// <summary>Connections in TIME-WAIT. They all wait equally long, so the oldest is the next to expire.</summary>
    internal ConnectionList TimeWaits { get; } = new();

    /// <summary>Connections of listeners in SYN-RECEIVED.</summary>
    internal ConnectionList HalfOpen { get; } = new();

    // A full table gives up the connection that has waited longest in TIME-WAIT.
    private bool MakeRoom()
    {
        if (_connections.Count < Settings.MaximumConnections)
            return true;
        if (TimeWaits.First is not { } oldest)
        {
            Counters.Add(TcpCounter.TableFull);
            return false;
        }

        Counters.Add(TcpCounter.TimeWaitRecycled);
        oldest.Recycle();
        return true;
    }

    // For a peer that showed a cookie: it answers, which the oldest half-open one has not done for longest. One that was not asked
    // twice yet may be as honest: its answer is on the way.
    private bool MakeRoomForProven()
    {
        if (_connections.Count < Settings.MaximumConnections || TimeWaits.Count > 0 || HalfOpen.First is not { SynWasRepeated: true } silent)
            return MakeRoom();
        Counters.Add(TcpCounter.HalfOpenEvicted);
        silent.Recycle();
        return true;
    }
}
