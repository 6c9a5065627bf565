using System.Net;
using System.Net.Sockets;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Qemu.Bench.Network;

/// <summary>Boots a guest on a TAP device of a new network namespace and measures it from there.</summary>
/// <param name="command">The guest's command by kind, for a card on <see cref="Device"/> and the address <see cref="Guest"/>.</param>
/// <param name="options">Times and bounds.</param>
/// <param name="run">Where the logs go.</param>
internal sealed class NetworkTrial(Func<BenchGuest, GuestCommand> command, BenchOptions options, RunFolder run)
{
    public const string Device = "tap0";
    public const string HardwareAddress = "52:54:00:12:34:02";
    private const string Host = "10.42.0.1/24";
    private const string Ready = "netpeer: up";
    private const int InFlight = 32;
    private const double ShortShare = 0.5;

    public static IPAddress Guest { get; } = IPAddress.Parse("10.42.0.2");

    /// <summary>The logs of a trial: QEMU's own words, then the serial line.</summary>
    public IReadOnlyList<string> LogsOf(string name) => [run.PathOf($"{name}-host.txt"), run.PathOf($"{name}-uart.txt")];

    /// <exception cref="RunFailedException">The guest did not come up, or a connection failed.</exception>
    public async Task<NetworkValues> RunAsync(BenchGuest guest, string name, CancellationToken cancel)
    {
        using NetNamespace home = NetNamespace.TryCreate(out string problem) ?? throw Failed(name, problem);
        home.AddTap(Device, Host);
        // So many connections in a second that their ports would be used up for a minute.
        home.Run("sh", "-c", "echo 256 > /proc/sys/net/ipv4/tcp_max_tw_buckets");
        using var uart = new UartLog(LogsOf(name)[1]);
        using var host = new UartLog(LogsOf(name)[0]);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using GuestProcess process = GuestProcess.Start(
            home.Wrap(command(guest)),
            options.NetworkTimeout * 2,
            line =>
            {
                uart.Append(line);
                if (line.StartsWith(Ready, StringComparison.Ordinal))
                    up.TrySetResult();
            },
            host.Append);
        if (await Task.WhenAny(up.Task, process.Exit, Task.Delay(options.NetworkTimeout, cancel)) != up.Task)
            throw Failed(name, $"'{Ready}' did not come");
        try
        {
            return await MeasureAsync(new NetworkClient(home, Guest)).WaitAsync(options.NetworkTimeout, cancel);
        }
        catch (Exception problem2) when (problem2 is SocketException or IOException or TimeoutException)
        {
            throw Failed(name, problem2.Message);
        }
    }

    private async Task<NetworkValues> MeasureAsync(NetworkClient client)
    {
        // Windows and caches grow, code is paged in: what a connection does at first is no rate.
        await client.SendAsync(options.NetworkTime * ShortShare);
        await client.ReceiveAsync(options.NetworkTime * ShortShare);
        return new NetworkValues(
            await client.SendAsync(options.NetworkTime),
            await client.ReceiveAsync(options.NetworkTime),
            await client.PingAsync(options.NetworkTime),
            await client.ConnectAsync(options.NetworkTime, InFlight));
    }

    private static RunFailedException Failed(string name, string problem) =>
        new(new HarnessFailure(HarnessCode.Unexpected, "network", null, "network", problem, $"See {name}-uart.txt and {name}-host.txt."));
}
