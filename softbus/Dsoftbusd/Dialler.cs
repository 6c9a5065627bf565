using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// Dials the peers of the discovery cache with a higher id (decisions.md "Sessions": the lower id dials), a few at a time, and backs off
/// after a failure or a lost session.
/// </summary>
internal sealed class Dialler(
    TaskContext task, IBusNetwork network, IAuthenticator authenticator, IDiscovery discovery, SessionHub hub, DeviceId own, Pulse pulse)
{
    private readonly IRandomSource _jitter = task.Entropy.For(RandomPurpose.Jitter);
    private readonly Dictionary<DeviceId, Target> _targets = [];
    private int _dialling;

    public async ValueTask RunAsync()
    {
        while (true)
        {
            var next = StartDue();
            await pulse.WaitForAsync(HasDue, next);
        }
    }

    private bool IsDue(DiscoveredPeer peer)
        => !hub.IsShuttingDown && own < peer.Id && peer.Port != 0 && !hub.HasSession(peer.Id)
        && (!_targets.TryGetValue(peer.Id, out var target) || (!target.IsBusy && target.NextTry <= task.Now));

    private bool HasDue() => _dialling < DsoftbusSettings.MaxDialling && discovery.Peers.Any(IsDue);

    /// <summary>Starts what is due and says when to look again at the latest.</summary>
    private Instant StartDue()
    {
        Prune();
        foreach (var peer in discovery.Peers)
        {
            if (_dialling >= DsoftbusSettings.MaxDialling)
                break;
            if (!IsDue(peer))
                continue;
            if (!_targets.TryGetValue(peer.Id, out var target))
                _targets.Add(peer.Id, target = new Target());
            target.IsBusy = true;
            _dialling++;
            task.Start("dial", () => DialAsync(peer, target));
        }

        var waiting = _targets.Values.Where(target => !target.IsBusy && target.NextTry > task.Now).Select(target => target.NextTry);
        return waiting.DefaultIfEmpty(Instant.Never).Min();
    }

    // The table follows the discovery cache, which is bounded; a peer that left it is forgotten once nothing is under way.
    private void Prune()
    {
        foreach (var id in _targets.Keys.ToArray())
        {
            if (!_targets[id].IsBusy && !discovery.TryGet(id, out _))
                _targets.Remove(id);
        }
    }

    private async ValueTask DialAsync(DiscoveredPeer peer, Target target)
    {
        bool lived = await DialOnceAsync(peer);
        if (lived)
            target.Backoff.Succeed();
        target.NextTry = task.Now + target.Backoff.Fail(_jitter.NextUInt32());
        target.IsBusy = false;
        pulse.Raise();
    }

    /// <summary>One connection, one handshake and, when that succeeds, the whole life of the session.</summary>
    private async ValueTask<bool> DialOnceAsync(DiscoveredPeer peer)
    {
        var deadline = task.Now + DsoftbusSettings.HandshakeTime;
        var outcome = default(Authentication);
        if (await network.ConnectAsync(peer.Address, peer.Port, deadline) is { } connection)
        {
            outcome = await authenticator.ConnectAsync(connection, peer.Id, peer.StaticKey, deadline);
            if (outcome.Session is null)
            {
                hub.Refuse(outcome);
                discovery.Doubt(peer.Id);
            }
        }
        else
        {
            task.Log.Event("dial failed", peer.Id.Short);
        }

        _dialling--;
        pulse.Raise();
        if (outcome.Session is null)
            return false;
        await hub.RunAsync(outcome.Session);
        return true;
    }

    private sealed class Target
    {
        public Backoff Backoff;

        public Instant NextTry { get; set; } = Instant.Zero;

        public bool IsBusy { get; set; }
    }
}
