using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>A passive open (RFC 9293 section 3.10.1): connections that it made wait here, bounded by the backlog, until they are accepted.</summary>
public sealed class TcpListener
{
    private readonly TcpLayer _layer;
    private readonly Queue<TcpConnection> _ready = new();
    private int _halfOpen;

    internal TcpListener(TcpLayer layer, Ipv4Address address, ushort port, int backlog)
    {
        _layer = layer;
        Address = address;
        Port = port;
        Backlog = backlog;
    }

    /// <summary>Own address it listens on; any for all.</summary>
    public Ipv4Address Address { get; }

    public ushort Port { get; }

    /// <summary>Connections, half-open ones included, that wait at most; while half-open ones fill it, as many again may be opened by SYN cookies.</summary>
    public int Backlog { get; }

    public bool IsOpen { get; private set; } = true;

    /// <summary>Called when a connection is ready; it may note the fact, not call back.</summary>
    public Action<TcpListener>? ReadinessChanged { get; set; }

    public TcpReadiness Readiness => _ready.Count > 0 ? TcpReadiness.Readable : TcpReadiness.None;

    internal bool IsFull => _halfOpen + _ready.Count >= Backlog;

    /// <summary>Nobody accepts: not even a peer that showed itself honest gets in.</summary>
    internal bool IsReadyFull => _ready.Count >= Backlog;

    /// <summary>Until then some peer with a cookie, whom there was no room for, may believe that it is connected.</summary>
    internal Instant TurnedAwayUntil { get; set; }

    /// <summary>Takes the oldest established connection; the caller releases it in the end.</summary>
    public bool TryAccept([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TcpConnection? connection)
    {
        if (!_ready.TryDequeue(out connection))
            return false;
        connection.Listener = null;
        return true;
    }

    /// <summary>Stops listening; connections that nobody accepted are reset.</summary>
    public void Close()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        ReadinessChanged = null;
        _layer.Remove(this);
        while (_ready.TryDequeue(out var connection))
            connection.Abort();
    }

    internal void OnOpening() => _halfOpen++;

    internal void OnOpeningFailed() => _halfOpen--;

    internal void OnEstablished(TcpConnection connection)
    {
        _halfOpen--;
        _layer.Counters.Add(TcpCounter.ConnectionsAccepted);
        _ready.Enqueue(connection);
        ReadinessChanged?.Invoke(this);
    }
}
