using System.Globalization;
using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Samples.Http;
using DSoftBus.Samples.Pages;

namespace DSoftBus.Samples.Httpd;

/// <summary>The task httpd: listens, accepts, and serves a bounded number of connections at once. Boot word: <c>http.port=N</c> (80).</summary>
internal sealed class HttpdTask
{
    private const string PortWord = "http.port";
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    private readonly TaskContext _task;
    private readonly HttpdSettings _settings;
    private readonly FacadeClient _network;
    private readonly Site _site;
    private readonly BodyBudget _bodies;
    private readonly LoopSignal _freed;
    private int _served;
    private int _refused;

    private HttpdTask(TaskContext task, IMachine machine, HttpdSettings settings)
    {
        (_task, _settings) = (task, settings);
        _network = new FacadeClient(task, HttpdSlots.Netstackd, HttpdSlots.Replies, HttpdSlots.RepliesSend);
        _site = new Site(machine);
        _bodies = new BodyBudget(settings.BodyMemory);
        _freed = task.CreateSignal();
    }

    /// <summary>The task body; serves for ever, also over restarts of netstackd.</summary>
    public static async ValueTask RunAsync(TaskContext task, IMachine machine, HttpdSettings settings)
    {
        int port = task.Boot.Integer(PortWord, settings.Port);
        if (port is <= 0 or > ushort.MaxValue)
        {
            task.Log.Marker($"httpd: {PortWord}={task.Boot.Text(PortWord)} is no port; taking {settings.Port}");
            port = settings.Port;
        }

        var server = new HttpdTask(task, machine, settings with { Port = (ushort)port });
        while (true)
        {
            await server.ServeAsync();
            await task.DelayAsync(Retry);
        }
    }

    private async ValueTask ServeAsync()
    {
        // netstackd answers nobody before it has an address: asking for that first leaves no LISTEN behind whose answer came too late.
        var address = await _network.LocalAddressAsync();
        if (!address.IsOk)
            return;
        var listening = await _network.ListenAsync(_settings.Port);
        if (!listening.IsOk)
        {
            _task.Log.Marker($"httpd: cannot listen on port {_settings.Port}: {listening.Status}");
            return;
        }

        _task.Log.Marker(string.Create(CultureInfo.InvariantCulture, $"httpd: listening on {address.Value.Address}:{_settings.Port}"));
        FacadeStatus status;
        do
        {
            status = await AcceptAsync(listening.Value);
        }
        while (status is FacadeStatus.Ok);
        _task.Log.Event("listener lost", status.ToString());
        await listening.Value.CloseAsync();
    }

    private async ValueTask<FacadeStatus> AcceptAsync(FacadeListener listener)
    {
        while (_served == _settings.Connections && _refused == _settings.Refusals)
            await _freed.WaitAsync(Instant.Never);
        var accepted = await listener.AcceptAsync(Instant.Never);
        if (!accepted.IsOk)
            return accepted.Status;
        if (_served < _settings.Connections)
        {
            _served++;
            _task.Start("http connection", () => ServeAsync(accepted.Value));
        }
        else
        {
            _refused++;
            _task.Start("http refusal", () => RefuseAsync(accepted.Value));
        }

        return FacadeStatus.Ok;
    }

    private async ValueTask ServeAsync(FacadeStream stream)
    {
        await new HttpConnection(_task, stream, _settings, _site, _bodies).RunAsync();
        _served--;
        _freed.Set();
    }

    private async ValueTask RefuseAsync(FacadeStream stream)
    {
        await new HttpConnection(_task, stream, _settings, _site, _bodies)
            .RefuseAsync(new Refusal(HttpStatus.ServiceUnavailable, $"This server serves {_settings.Connections} connections at once."));
        _refused--;
        _freed.Set();
    }
}
