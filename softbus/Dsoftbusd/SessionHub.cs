using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Softbus.Proxy;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>All sessions of the daemon: who is admitted, what is said about it, and how they end.</summary>
internal sealed class SessionHub : IDaemonState
{
    private readonly TaskContext _task;
    private readonly DsoftbusSettings _settings;
    private readonly IIdentityKeys _keys;
    private readonly IDiscovery _discovery;
    private readonly Pulse _pulse;
    private readonly MarkerBudget _markers;
    private readonly RemoteProxy _proxy;
    private bool _servedSamgr, _servedBundles;
    private long _opened, _ended;

    public SessionHub(
        TaskContext task, DsoftbusSettings settings, IIdentityKeys keys, IDiscovery discovery, ServiceCaller caller, Pulse pulse, MarkerBudget markers)
    {
        _task = task;
        _settings = settings;
        _keys = keys;
        _discovery = discovery;
        _pulse = pulse;
        _markers = markers;
        _proxy = new RemoteProxy(task, caller, settings.Policy, markers) { OnServed = OnServed };
        Sessions = new SessionTable<SessionDriver>(keys.Id, DsoftbusSettings.MaxSessions);
    }

    public SessionTable<SessionDriver> Sessions { get; }

    public bool IsShuttingDown { get; private set; }

    /// <summary>Says goodbye to the group; set by the daemon.</summary>
    public Func<ValueTask> SayGoodbye { get; set; } = static () => ValueTask.CompletedTask;

    public bool HasSession(DeviceId peer) => Sessions.Find(peer) is not null;

    /// <summary>The accepting side's last word before ConnectResponse.</summary>
    public AdmissionVerdict Judge(DeviceId peer, X25519PublicKey staticKey)
    {
        if (peer == _keys.Id || _discovery.IsPinnedOtherwise(peer, staticKey))
            return AdmissionVerdict.OtherKeyPinned;
        return Sessions.Judge(peer, dialledByLocal: false) switch
        {
            Admission.Duplicate => AdmissionVerdict.DuplicateSession,
            Admission.Full => AdmissionVerdict.Full,
            _ => AdmissionVerdict.Admit,
        };
    }

    /// <summary>Says why there is no session.</summary>
    public void Refuse(Authentication outcome)
    {
        if (outcome is { IsMismatch: true, Peer: { } peer })
            _markers.Print(Markers.Dsoftbusd.IdentityMismatch(_settings.Node, peer.Short));
        _markers.Print(Markers.Dsoftbusd.HandshakeRefused(_settings.Node, outcome.Error.ToString(), outcome.Detail));
    }

    /// <summary>The life of a session, from its admission to its end.</summary>
    public async ValueTask RunAsync(ISession session)
    {
        var driver = new SessionDriver(_task, session, _proxy) { OnPing = IsLogicalNode(session.Peer) ? null : OnStrangersPing };
        var admission = Sessions.Admit(session.Peer, session.Role is SessionRole.Dialler, driver, out var displaced);
        if (IsShuttingDown || admission is Admission.Duplicate or Admission.Full)
        {
            var reason = IsShuttingDown ? CloseReason.Shutdown : CloseReason.DuplicateSession;
            Sessions.Remove(session.Peer, driver);
            await session.SayGoodbyeAsync(reason, _task.Now + DsoftbusSettings.GoodbyeTime);
            await session.CloseAsync();
            return;
        }

        _discovery.SessionUp(session.Peer, session.PeerStatic);
        Announce(session);
        _opened++;
        _pulse.Raise();
        if (displaced is not null)
            _task.Start("displace", () => displaced.EndAsync(SessionEnd.Duplicate, _task.Now + DsoftbusSettings.GoodbyeTime));

        var end = await driver.RunAsync();
        if (Sessions.Remove(session.Peer, driver))
            _discovery.SessionDown(session.Peer);
        _ended++;
        _markers.Print(Markers.Dsoftbusd.SessionClosed(_settings.Node, session.Peer.Short, Name(end)));
        _pulse.Raise();
    }

    public ValueTask<bool> AwaitAsync(DsoftbusEvent awaited, Instant deadline) => _pulse.WaitForAsync(
        () => awaited switch
        {
            DsoftbusEvent.SessionUp => Sessions.Count > 0,
            DsoftbusEvent.ServedOrClosed => (_servedSamgr && _servedBundles) || _ended > 0,
            _ => _opened > 0 && Sessions.Count == 0,
        },
        deadline);

    public async ValueTask ShutdownAsync()
    {
        IsShuttingDown = true;
        var deadline = _task.Now + DsoftbusSettings.GoodbyeTime;
        foreach (var session in Sessions.Sessions.ToArray())
            _task.Start("goodbye", () => session.EndAsync(SessionEnd.Shutdown, deadline));
        await _pulse.WaitForAsync(() => Sessions.Count == 0, deadline + DsoftbusSettings.GoodbyeTime);
        await SayGoodbye();
    }

    private static string Name(SessionEnd end) => end switch
    {
        SessionEnd.RekeyLimit => "rekey-limit",
        SessionEnd.PeerGone => "peer-gone",
        _ => end.ToString().ToLowerInvariant(),
    };

    // In a single-VM run the other logical node is known from its announce; the selftest's peer is not announced.
    private bool IsLogicalNode(DeviceId peer) => !_settings.IsSingle || _discovery.TryGet(peer, out _);

    private void Announce(ISession session)
    {
        string node = _settings.Node, peer = session.Peer.Short;
        if (_settings.IsSingle && IsLogicalNode(session.Peer))
        {
            _markers.Print(Markers.Dsoftbusd.SessionConnect(node, peer));
            _markers.Print(Markers.Dsoftbusd.IdentityBound(node, peer));
            _markers.Print(Markers.Dsoftbusd.DualNodeSession(node));
            return;
        }

        _markers.Print(Markers.Dsoftbusd.AuthOk(node));
        _markers.Print(Markers.Dsoftbusd.IdentityBound(node, peer));
        if (!_settings.IsSingle)
            _markers.Print(Markers.Dsoftbusd.CrossVmSession(node, peer));
    }

    private void OnStrangersPing() => _markers.Print(Markers.Dsoftbusd.OsSession(_settings.Node));

    private void OnServed(RemoteService service)
    {
        _servedSamgr |= service is RemoteService.Samgrd;
        _servedBundles |= service is RemoteService.Bundlemgrd;
        _pulse.Raise();
    }
}
