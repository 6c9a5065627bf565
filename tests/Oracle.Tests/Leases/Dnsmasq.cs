using System.Diagnostics;
using DSoftBus.Qemu.Namespace;
using DSoftBus.Tests.Oracle.Rigs;

namespace DSoftBus.Tests.Oracle.Leases;

/// <summary>dnsmasq as DHCP server and resolver of one device; what it logs is the test's view of the server's side.</summary>
internal sealed class Dnsmasq : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<string> _log = [];
    private readonly List<(string Word, int Count, TaskCompletionSource Seen)> _waiting = [];
    private readonly Process _process;

    private Dnsmasq(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Serves 10.77.0.50 to .60 with a lease of two minutes, its shortest, that is to be renewed after two seconds (it puts T1 a second before T2); knows one.test and two.test.</summary>
    public static async Task<Dnsmasq> StartAsync(NetNamespace home, string device)
    {
        // Ends by itself, should this process be killed.
        var server = new Dnsmasq(Tool.Start(home, "timeout", "120", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--log-facility=-", "--user=root",
            "--pid-file=", "--no-resolv", "--no-hosts", $"--interface={device}", "--bind-interfaces", "--leasefile-ro", "--log-dhcp", "--no-ping",
            "--dhcp-range=10.77.0.50,10.77.0.60,255.255.255.0,2m", "--dhcp-option-force=59,3", "--dhcp-authoritative",
            "--local=/test/", "--host-record=one.test,10.77.0.71", "--host-record=two.test,10.77.0.72", "--host-record=two.test,10.77.0.73"));
        await server.UntilAsync("DHCP, IP range");
        return server;
    }

    /// <summary>Waits until so many lines with that word were logged.</summary>
    /// <exception cref="TimeoutException">They were not; the message is the log.</exception>
    public async Task UntilAsync(string word, int count = 1)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((word, count, seen));
            Look();
        }

        try
        {
            await seen.Task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            lock (_gate)
                throw new TimeoutException($"dnsmasq did not log '{word}' {count} times:\n{string.Join('\n', _log)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _log.Add(line);
            Look();
        }
    }

    private void Look()
    {
        foreach (var (word, count, seen) in _waiting)
        {
            if (_log.Count(line => line.Contains(word, StringComparison.Ordinal)) >= count)
                seen.TrySetResult();
        }
    }
}
