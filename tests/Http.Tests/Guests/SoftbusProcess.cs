using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>The host's command line as a process of its own, as a user starts it. Ended by its id, with what it started.</summary>
internal sealed class SoftbusProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LineLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    private SoftbusProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, forward: true), ReadAsync(process.StandardError, forward: false));
    }

    /// <summary>Everything on both streams so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static SoftbusProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "softbus.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.StandardInput.Close();
        return new SoftbusProcess(process);
    }

    /// <summary>The next line of standard output that holds <paramref name="text"/>; earlier ones are passed over.</summary>
    public async Task<string> LineAsync(string text)
    {
        using var bound = new CancellationTokenSource(LineLimit);
        try
        {
            while (true)
            {
                string line = await _lines.Reader.ReadAsync(bound.Token);
                if (line.Contains(text, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"It did not say '{text}' ({problem.GetType().Name}):\n{Said}");
        }
    }

    /// <summary>Ctrl-C; the exit status.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {_process.Id}"]);
        await kill.WaitForExitAsync();
        return await WaitAsync();
    }

    /// <summary>Waits for its end; the exit status.</summary>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(EndLimit);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, bool forward)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.AppendLine(line);
            if (forward)
                _lines.Writer.TryWrite(line);
        }

        if (forward)
            _lines.Writer.Complete();
    }
}
