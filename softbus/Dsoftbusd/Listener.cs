using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>Accepts connections; the number of unfinished handshakes is bounded, one more is closed at once.</summary>
internal sealed class Listener(
    TaskContext task, IBusNetwork network, IAuthenticator authenticator, SessionHub hub, DsoftbusSettings settings, Pulse pulse)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private int _halfOpen;

    public bool IsListening { get; private set; }

    /// <summary>Connections that were closed because too many handshakes were under way.</summary>
    public long Refused { get; private set; }

    public async ValueTask RunAsync()
    {
        while (true)
        {
            if (!await network.ListenAsync(settings.Port))
            {
                await task.DelayAsync(Retry);
                continue;
            }

            IsListening = true;
            pulse.Raise();
            while (await network.AcceptAsync() is { } connection)
                await TakeAsync(connection);
            await task.DelayAsync(Retry);
        }
    }

    private async ValueTask TakeAsync(IByteStream connection)
    {
        if (_halfOpen >= DsoftbusSettings.MaxHalfOpen || hub.IsShuttingDown)
        {
            Refused++;
            await connection.CloseAsync();
            return;
        }

        _halfOpen++;
        task.Start("accept", () => ServeAsync(connection));
    }

    private async ValueTask ServeAsync(IByteStream connection)
    {
        var outcome = await authenticator.AcceptAsync(connection, hub.Judge, task.Now + DsoftbusSettings.HandshakeTime);
        _halfOpen--;
        if (outcome.Session is null)
            hub.Refuse(outcome);
        else
            await hub.RunAsync(outcome.Session);
    }
}
