using System.Threading.Channels;
using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>A guest on somebody else's cable.</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private readonly Channel<string> _lines;
    private readonly GuestProcess _guest;

    private QemuProcess(Channel<string> lines, GuestProcess guest) => (_lines, _guest) = (lines, guest);

    public static QemuProcess Start(string image, string hardware, string local, string remote)
    {
        Assert.True(QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu), QemuLocator.MissingText);
        var lines = Channel.CreateUnbounded<string>();
        var options = new GuestOptions(image, hardware, new CableLink(local, remote)) { KernelWords = ["softbus.dhcp=0"] };
        var guest = GuestProcess.Start(new GuestCommand(qemu, QemuArguments.Build(options)), Lifetime, line => lines.Writer.TryWrite(line), _ => { });
        _ = guest.Exit.ContinueWith(_ => lines.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new QemuProcess(lines, guest);
    }

    /// <summary>Waits for a line; its watchdog bounds that.</summary>
    public async Task LineAsync(string text)
    {
        while ((await _lines.Reader.ReadAsync()) != text)
        {
        }
    }

    public ValueTask DisposeAsync() => _guest.DisposeAsync();
}
