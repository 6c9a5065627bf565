using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Namespace;
using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.Oracle.Rigs;

/// <summary>A process <c>oracle kernel</c> or <c>oracle stack</c> in a namespace. It ends with its standard input, so with this process at the latest.</summary>
internal sealed class Runner : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <summary>Beyond the usual limit of a command, which is 20 s: only a runner that is stuck reaches it.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _open = new();
    private readonly Process _process;
    private readonly string _name;
    private readonly Task<string> _complaints;
    private readonly Task _reading;
    private int _last;

    private Runner(Process process, string name)
    {
        _process = process;
        _name = name;
        _complaints = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public static Runner Start(NetNamespace home, string kind)
    {
        var inside = home.Wrap(new GuestCommand("dotnet", [Program(), kind]));
        var start = new ProcessStartInfo(inside.Program, inside.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Runner(Process.Start(start)!, $"oracle {kind} in {home.Name}");
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <param name="command">In the words of <c>tests/Oracle</c>.</param>
    /// <param name="limit">For commands that take longer than usual; they are told so.</param>
    /// <exception cref="InvalidOperationException">The runner ended, or the command was wrong.</exception>
    public async Task<string> RunAsync(string command, TimeSpan? limit = null)
    {
        if (limit is { } longer)
            command = string.Create(CultureInfo.InvariantCulture, $"{command} limit={longer.TotalMilliseconds:F0}");
        int number = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[number] = answer;
        if (_reading.IsCompleted)
            answer.TrySetException(await GoneAsync());
        lock (_process)
        {
            _process.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{number} {command}\n"));
            _process.StandardInput.Flush();
        }

        string text = await answer.Task.WaitAsync(AnswerLimit + (limit ?? TimeSpan.Zero));
        return text.StartsWith("defect: ", StringComparison.Ordinal) ? throw new InvalidOperationException($"{_name}: '{command}': {text}") : text;
    }

    /// <summary>As <see cref="RunAsync"/>; any answer but <paramref name="expected"/> is a failure.</summary>
    public async Task ExpectAsync(string command, string expected = "ok", TimeSpan? limit = null)
    {
        string answer = await RunAsync(command, limit);
        if (answer != expected)
            throw new InvalidOperationException($"{_name}: '{command}' answered '{answer}' instead of '{expected}'");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(EndLimit);
        }
        catch (Exception stuck) when (stuck is TimeoutException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && int.TryParse(line.AsSpan(0, space), out int number) && _open.TryRemove(number, out var answer))
                answer.TrySetResult(line[(space + 1)..]);
        }

        foreach (int number in _open.Keys)
        {
            if (_open.TryRemove(number, out var answer))
                answer.TrySetException(await GoneAsync());
        }
    }

    private async Task<InvalidOperationException> GoneAsync() => new($"{_name} ended: {await _complaints}");

    // Built with the tests, in its own folder: tests/Oracle/bin/CONFIGURATION/FRAMEWORK.
    private static string Program()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return RepositoryRoot.File("tests", "Oracle", "bin", framework.Parent!.Name, framework.Name, "oracle.dll");
    }
}
