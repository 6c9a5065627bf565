using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Discovery;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>Announces this node to the group and listens to the announces of others (decisions.md "Discovery").</summary>
internal sealed class DiscoveryDriver(
    TaskContext task, DsoftbusSettings settings, IBusNetwork network, IIdentityKeys keys, Pulse pulse, MarkerBudget markers) : IDiscovery
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    // One byte more than the largest announce, so that a longer datagram does not pass as one that was cut.
    private readonly byte[] _incoming = new byte[AnnounceView.MaximumLength + 1];
    private readonly byte[] _outgoing = new byte[AnnounceView.MaximumLength];
    private readonly PeerDirectory _directory = new(keys.Id);
    private readonly IRandomSource _jitter = task.Entropy.For(RandomPurpose.Jitter);
    private bool _isOpen, _over;

    /// <summary>At least one announce left.</summary>
    public bool HasAnnounced { get; private set; }

    public IReadOnlyList<DiscoveredPeer> Peers
    {
        get
        {
            _directory.Cache.RemoveExpired(task.Now.Nanoseconds);
            return [.. _directory.Cache.Peers.ToArray().Select(ToPeer)];
        }
    }

    public bool TryGet(DeviceId id, out DiscoveredPeer peer)
    {
        _directory.Cache.RemoveExpired(task.Now.Nanoseconds);
        bool found = _directory.Cache.TryPeek(id, out var entry);
        peer = found ? ToPeer(entry!) : default;
        return found;
    }

    public bool IsPinnedOtherwise(DeviceId id, X25519PublicKey staticKey)
        => _directory.Pins.TryGet(id, out var pinned) && pinned != staticKey;

    public void SessionUp(DeviceId id, X25519PublicKey staticKey)
    {
        _directory.Pins.Check(id, staticKey, PinSource.Proven);
        _directory.Pins.Hold(id);
    }

    public void SessionDown(DeviceId id) => _directory.Pins.Release(id);

    public void Doubt(DeviceId id)
    {
        // Whoever announced first may have lied; a key that a session proved stays.
        if (_directory.Pins.Forget(id))
            _directory.Cache.Remove(id);
    }

    /// <summary>Opens the socket and judges what comes in, for ever.</summary>
    public async ValueTask ListenAsync()
    {
        while (true)
        {
            if (!await network.OpenDiscoveryAsync())
            {
                await task.DelayAsync(Retry);
                continue;
            }

            if (!_isOpen)
                task.Log.Marker(settings.IsSingle ? Markers.Dsoftbusd.DiscoveryUpLocal(settings.Node) : Markers.Dsoftbusd.DiscoveryUp(settings.Node));
            _isOpen = true;
            pulse.Raise();
            while (await network.ReceiveAsync(_incoming) is { Received: true } datagram)
                Judge(_incoming.AsSpan(0, datagram.Length), datagram.Source);
            await task.DelayAsync(Retry);
        }
    }

    /// <summary>Announces by the schedule, once the socket is open and <paramref name="ready"/> holds.</summary>
    public async ValueTask AnnounceAsync(Func<bool> ready)
    {
        await pulse.WaitForAsync(() => _isOpen && ready(), Instant.Never);
        var schedule = new AnnounceSchedule();
        while (!_over)
        {
            if (!await SendAsync(settings.Port))
            {
                // The network did not take it: that announce is still owed.
                await task.DelayAsync(Retry);
                continue;
            }

            if (!HasAnnounced)
                task.Log.Marker(Markers.Dsoftbusd.AnnounceSent(settings.Node));
            HasAnnounced = true;
            pulse.Raise();
            await task.DelayUntilAsync(new Instant(task.Now.Nanoseconds + schedule.NextWait(_jitter.NextUInt32())));
        }
    }

    /// <summary>Says goodbye: an announce with port 0, and none after it.</summary>
    public async ValueTask SayGoodbyeAsync()
    {
        _over = true;
        await SendAsync(port: 0);
    }

    private static DiscoveredPeer ToPeer(Peer peer) => new(peer.Id, peer.NoiseStatic, peer.Address, peer.Port);

    private void Judge(ReadOnlySpan<byte> packet, uint source)
    {
        switch (_directory.OnPacket(packet, source, task.Now.Nanoseconds, out var id))
        {
            case AnnounceOutcome.Malformed:
                markers.Print(Markers.Dsoftbusd.AnnounceMalformed(settings.Node));
                break;
            case AnnounceOutcome.Conflict:
                markers.Print(Markers.Dsoftbusd.AnnounceConflict(settings.Node, id.Short));
                break;
            case AnnounceOutcome.Learned:
                markers.Print(settings.IsSingle ? Markers.Dsoftbusd.PeerFoundLocal(settings.Node) : Markers.Dsoftbusd.PeerLearned(settings.Node));
                pulse.Raise();
                break;
            case AnnounceOutcome.Refreshed or AnnounceOutcome.Goodbye:
                pulse.Raise();
                break;
        }
    }

    private async ValueTask<bool> SendAsync(ushort port)
    {
        int length = Write(port);
        return await network.SendToGroupAsync(_outgoing.AsMemory(0, length));
    }

    private int Write(ushort port)
    {
        Span<byte> id = stackalloc byte[DeviceId.TextLength];
        keys.Id.WriteText(id);
        byte[][] services = [[.. "samgrd"u8], [.. "bundlemgrd"u8]];
        var announce = new Announce { DeviceId = id, Port = port, NoiseStatic = keys.StaticPublic, Services = services };
        announce.TryWrite(_outgoing, out int length);
        return length;
    }
}
