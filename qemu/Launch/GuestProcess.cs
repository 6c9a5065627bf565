using System.Diagnostics;

namespace DSoftBus.Qemu.Launch;

/// <summary>A running guest: its serial line as text lines, its exit, and the promise that it is gone after <see cref="DisposeAsync"/>.</summary>
public sealed class GuestProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<GuestExit> _exit;

    private GuestProcess(Process process, Action<string> onSerialLine, Action<string> onHostLine)
    {
        _process = process;
        Id = process.Id;
        Task serial = PumpAsync(process.StandardOutput.BaseStream, onSerialLine);
        Task host = PumpAsync(process.StandardError.BaseStream, onHostLine);
        _exit = WatchAsync(serial, host);
    }

    /// <summary>Process id of the guest itself (of QEMU), not of a wrapper.</summary>
    public int Id { get; }

    /// <summary>Completes after the process ended and every line it wrote was handed out. Never faults.</summary>
    public Task<GuestExit> Exit => _exit;

    /// <summary>Starts a guest under a <see cref="Watchdog"/>.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="lifetime">Upper bound of its life; afterwards it is killed.</param>
    /// <param name="onSerialLine">Called on a pool thread for every line of standard output (the UART), in order.</param>
    /// <param name="onHostLine">The same for standard error (what QEMU itself says).</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The shell could not be started.</exception>
    public static GuestProcess Start(GuestCommand command, TimeSpan lifetime, Action<string> onSerialLine, Action<string> onHostLine)
    {
        GuestCommand watched = Watchdog.Wrap(command, lifetime);
        var start = new ProcessStartInfo(watched.Program, watched.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{watched.Program} did not start.");
        return new GuestProcess(process, onSerialLine, onHostLine);
    }

    /// <summary>Ends the guest at once, by its own id.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _exit;
        _process.Dispose();
    }

    private async Task<GuestExit> WatchAsync(Task serial, Task host)
    {
        await _process.WaitForExitAsync();
        await CallOffWatcherAsync();
        await Task.WhenAll(serial, host);
        return GuestExit.FromStatus(_process.ExitCode);
    }

    private async Task CallOffWatcherAsync()
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(Watchdog.Off);
            await _process.StandardInput.FlushAsync();
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The watcher has left already: its limit passed.
        }
    }

    private static async Task PumpAsync(Stream stream, Action<string> onLine)
    {
        var splitter = new LineSplitter(onLine);
        byte[] buffer = new byte[8192];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
                splitter.Append(buffer.AsSpan(0, count));
        }
        catch (IOException)
        {
            // The pipe broke with the process; what came until then counts.
        }

        splitter.Complete();
    }
}
