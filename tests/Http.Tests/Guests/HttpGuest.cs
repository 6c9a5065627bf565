using System.Net;
using System.Text.Json;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>The booted sample, reached through a port of this host: <c>softbus run http.elf --publish 0:80</c>.</summary>
public sealed class HttpGuest : IAsyncLifetime
{
    private SoftbusProcess? _run;

    /// <summary>Where this host listens for the guest.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.Loopback, 0);

    public string Url(string path) => $"http://{EndPoint}{path}";

    public string Said => _run!.Said;

    public static string Image
    {
        get
        {
            string image = RepositoryRoot.File("artifacts", "samples", "http.elf");
            return File.Exists(image) ? image : throw new FileNotFoundException("artifacts/samples/http.elf is missing; build it with ./build.sh --target=Samples");
        }
    }

    public async Task InitializeAsync()
    {
        _run = SoftbusProcess.Start("run", Image, "--publish", "0:80", "--word", "softbus.dhcp=0", "--json");
        EndPoint = await EndPointAsync(_run);
        await _run.LineAsync("httpd: listening on 10.42.0.2:80");
    }

    public async Task DisposeAsync() => await _run!.DisposeAsync();

    /// <summary>The port that a run with <c>--json</c> says it took.</summary>
    internal static async Task<IPEndPoint> EndPointAsync(SoftbusProcess run)
    {
        using var line = JsonDocument.Parse(await run.LineAsync("\"forwarding\""));
        return IPEndPoint.Parse(line.RootElement.GetProperty("listen").GetString()!);
    }
}
