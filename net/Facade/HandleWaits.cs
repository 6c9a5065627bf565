using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Facade;

/// <summary>
/// The WAITs of one handle. netstackd keeps one outstanding per handle, and a newer one ends the older with nothing ready; a reader and a
/// writer may wait here at once nevertheless: the newer WAIT asks for both, and its answer reaches both.
/// </summary>
internal sealed class HandleWaits(FacadeClient client, HandleKind kind, uint handle)
{
    // Bounded, so that a netstackd that was restarted meanwhile is noticed: the handle is unknown to it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly LoopSignal _readable = client.CreateSignal();
    private readonly LoopSignal _writable = client.CreateSignal();
    private FacadeEvents _wanted;
    private FacadeEvents _covered;
    private FacadeEvents _ready;
    private uint _newest;

    /// <summary>Waits until the handle is ready for <paramref name="event"/>, one waiter per event.</summary>
    /// <returns>Ok, TimedOut at the deadline, or how the handle failed.</returns>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public async ValueTask<FacadeStatus> WaitAsync(FacadeEvents @event, Instant deadline)
    {
        _wanted |= @event;
        var status = FacadeStatus.Ok;
        while (status == FacadeStatus.Ok && (_ready & @event) == 0)
        {
            if (client.Now >= deadline)
                status = FacadeStatus.TimedOut;
            else if ((_covered & @event) == 0)
                status = await AskAsync(deadline);
            else
                await SignalOf(@event).WaitAsync(deadline);
        }

        _ready &= ~@event;
        _wanted &= ~@event;
        return status;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<FacadeStatus> AskAsync(Instant deadline)
    {
        uint ticket = ++_newest;
        _covered = _wanted;
        var left = deadline == Instant.Never ? LongestWait : deadline - client.Now;
        var result = await client.WaitOnceAsync(kind, handle, _wanted, left < LongestWait ? left : LongestWait);
        if (result.IsOk)
            _ready |= (FacadeEvents)result.Value & _wanted;

        // An older WAIT that was answered because of this side's newer one covers nothing any more, the newer one does.
        if (ticket == _newest)
            _covered = FacadeEvents.None;

        // The other side looks again, and asks for itself if this answer was a failure or not for it.
        _readable.Set();
        _writable.Set();
        return result.Status;
    }

    private LoopSignal SignalOf(FacadeEvents @event) => @event == FacadeEvents.Readable ? _readable : _writable;
}
