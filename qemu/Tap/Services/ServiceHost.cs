using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>Accepts connections and gives each its service's turn when it is ready. An idle connection costs nothing here.</summary>
internal sealed class ServiceHost
{
    private const int Backlog = 4096;
    private const int ScratchLength = 64 * 1024;

    private readonly TcpLayer _tcp;
    private readonly Dictionary<ushort, StreamService> _services = [];
    private readonly Queue<TcpListener> _accepting = new();
    private readonly Queue<TcpConnection> _ready = new();
    private readonly Action<TcpConnection> _noteReady;
    private readonly Action<TcpListener> _noteAccepting;
    private readonly byte[] _scratch = new byte[ScratchLength];

    public ServiceHost(TcpLayer tcp)
    {
        _tcp = tcp;
        _noteReady = _ready.Enqueue;
        _noteAccepting = _accepting.Enqueue;
    }

    /// <summary>The bound of <see cref="TcpSettings.MaximumBacklog"/> that the services want.</summary>
    public static int WantedBacklog => Backlog;

    /// <summary>Connections accepted so far.</summary>
    public long Accepted { get; private set; }

    /// <summary>Whether <see cref="Run"/> has something to do.</summary>
    public bool HasWork => _ready.Count > 0 || _accepting.Count > 0;

    /// <summary>Begins to listen on any own address; false when the port is taken.</summary>
    public bool TryListen(ServicePort service)
    {
        if (_tcp.Listen(Ipv4Address.Any, service.Port, Backlog, out TcpListener? listener) != TcpOpenStatus.Ok || listener is null)
            return false;
        listener.ReadinessChanged = _noteAccepting;
        _services.Add(service.Port, service.Kind switch
        {
            ServiceKind.Discard => new DiscardService(),
            ServiceKind.Source => new SourceService(),
            ServiceKind.Echo => new EchoService(_scratch),
            _ => new HoldService(),
        });
        return true;
    }

    /// <summary>Serves everything that is ready now, each once.</summary>
    public void Run(Instant now)
    {
        while (_accepting.TryDequeue(out TcpListener? listener))
        {
            while (listener.TryAccept(out TcpConnection? connection))
            {
                Accepted++;
                connection.ReadinessChanged = _noteReady;
                _ready.Enqueue(connection);
            }
        }

        for (int count = _ready.Count; count > 0; count--)
        {
            TcpConnection connection = _ready.Dequeue();
            if (_services[connection.Key.LocalPort].Serve(connection, now))
                _ready.Enqueue(connection);
        }
    }
}
