using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Qemu.Launch;

public sealed class GuestProcessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task LinesAndStatusArrive()
    {
        var serial = new ConcurrentQueue<string>();
        var host = new ConcurrentQueue<string>();
        await using GuestProcess guest = GuestProcess.Start(
            Shell("printf 'one\\r\\ntwo\\nthree'; echo problem >&2; exit 33"), Bound, serial.Enqueue, host.Enqueue);

        GuestExit exit = await guest.Exit.WaitAsync(Bound);

        Assert.True(exit.IsSuccess);
        Assert.Equal(["one", "two", "three"], serial);
        Assert.Equal(["problem"], host);
    }

    [Fact]
    public async Task TheIdIsTheGuestsOwn()
    {
        var serial = new ConcurrentQueue<string>();
        await using GuestProcess guest = GuestProcess.Start(Shell("echo $$"), Bound, serial.Enqueue, _ => { });
        await guest.Exit.WaitAsync(Bound);
        Assert.Equal([guest.Id.ToString(CultureInfo.InvariantCulture)], serial);
    }

    [Fact]
    public async Task DisposeKillsAtOnce()
    {
        GuestProcess guest = GuestProcess.Start(Shell("exec sleep 1000"), Bound, _ => { }, _ => { });
        await guest.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{guest.Id}"));
        Assert.False((await guest.Exit).IsSuccess);
    }

    [Fact]
    public async Task AnOverlongLifeIsEndedByTheWatcher()
    {
        await using GuestProcess guest = GuestProcess.Start(Shell("exec sleep 1000"), TimeSpan.FromSeconds(1), _ => { }, _ => { });
        GuestExit exit = await guest.Exit.WaitAsync(Bound);
        Assert.Equal(128 + 9, exit.Status);
    }

    [Fact]
    public async Task AKilledHarnessTakesTheGuestWithIt()
    {
        // A shell plays the harness: it holds the only write end of the watcher's pipe and is killed without a chance to clean up.
        GuestCommand watched = Watchdog.Wrap(Shell("echo $$; exec sleep 1000"), Bound * 10);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "sleep 1000 | \"$@\"", "sh", watched.Program, .. watched.Arguments])
        {
            RedirectStandardOutput = true,
        };
        using Process harness = Process.Start(start)!;
        string guestId = (await harness.StandardOutput.ReadLineAsync().WaitAsync(Bound))!;
        Assert.True(Directory.Exists($"/proc/{guestId}"));

        int[] others = [.. ChildrenOf(harness.Id).Where(id => id != guestId).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        harness.Kill(entireProcessTree: false);
        foreach (int other in others)
            Process.GetProcessById(other).Kill();

        // Standard output ends when the guest, its only holder, is gone: an event, not a poll.
        Assert.Equal("", await harness.StandardOutput.ReadToEndAsync().WaitAsync(Bound));
    }

    private static GuestCommand Shell(string script) => new("/bin/sh", ["-c", script]);

    private static string[] ChildrenOf(int id) =>
        File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
