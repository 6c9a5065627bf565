using System.Net;
using System.Net.Sockets;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Forward;

/// <summary>One listening port of this host and the connections that it carries on, at most <see cref="MaximumConnections"/> at once; more wait in the backlog.</summary>
internal sealed class PublishedPort : IDisposable
{
    public const int MaximumConnections = 64;

    private const int Backlog = 64;
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Publication _publication;
    private readonly HashSet<Socket> _clients = [];
    private LoopSignal? _freed;
    private bool _stopped;

    /// <exception cref="SocketException">The port is in use, or not ours to take.</exception>
    public PublishedPort(Publication publication)
    {
        _publication = publication;
        try
        {
            // On Linux .NET sets SO_REUSEADDR at bind: connections of an earlier run in TIME-WAIT do not hold the port, a listener does.
            _listener.Bind(publication.Listen);
            _listener.Listen(Backlog);
        }
        catch (SocketException)
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>What is published, with the port that was really taken.</summary>
    public Publication Actual => _publication with { Listen = (IPEndPoint)_listener.LocalEndPoint! };

    /// <summary>Connections that are carried now.</summary>
    public int Open => _clients.Count;

    /// <summary>Connections that reached the guest.</summary>
    public long Forwarded { get; private set; }

    /// <summary>Connections that the guest refused, or did not answer.</summary>
    public long Refused { get; private set; }

    /// <summary>Accepts until <see cref="Stop"/>. On the loop.</summary>
    public async ValueTask RunAsync(TaskLoop loop, HostStack stack)
    {
        _freed = new LoopSignal(loop);
        while (!_stopped)
        {
            if (_clients.Count == MaximumConnections)
            {
                await _freed.WaitAsync(Instant.Never);
                continue;
            }

            try
            {
                Socket client = await _listener.AcceptAsync();
                client.NoDelay = true;
                _clients.Add(client);
                loop.Start(() => CarryAsync(loop, stack, client));
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                // Stopped; or the client was gone already; or this process has no descriptor left, which only time can mend.
                if (!_stopped)
                    await loop.DelayUntilAsync(loop.Now + AcceptRetry);
            }
        }
    }

    /// <summary>Stops listening and resets every client. On the loop.</summary>
    public void Stop()
    {
        _stopped = true;
        _listener.Dispose();
        foreach (Socket client in _clients)
            ForwardedConnection.Reset(client);
    }

    public void Dispose() => _listener.Dispose();

    private async ValueTask CarryAsync(TaskLoop loop, HostStack stack, Socket client)
    {
        bool isOpen = false;
        if (stack.Connect(_publication.Guest, _publication.GuestPort) is { } connection)
        {
            var guest = new GuestStream(loop, stack, connection);
            isOpen = await guest.OpenAsync(loop.Now + OpenLimit);
            if (isOpen)
            {
                Forwarded++;
                await new ForwardedConnection(client, guest).RunAsync();
            }
            else
            {
                guest.Abort();
                guest.Release();
            }
        }

        if (!isOpen)
        {
            Refused++;
            ForwardedConnection.Reset(client);
        }

        _clients.Remove(client);
        _freed!.Set();
    }
}
