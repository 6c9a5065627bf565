using System.Diagnostics;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Namespace;
using DSoftBus.Tests.EndToEnd.Guests;
using DSoftBus.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.EndToEnd.Tap;

/// <summary><c>softbus run --tap</c> as a user starts it.</summary>
[Collection(GuestCollection.Name)]
public sealed class RunOnTapTests(ITestOutputHelper log)
{
    private static readonly string Tool = RepositoryRoot.File("qemu", "bin", "Release", "net10.0", "softbus.dll");
    private static readonly string Program = RepositoryRoot.File("artifacts", "netpeer", "netpeer.elf");

    [Theory]
    [InlineData("on", true)]
    [InlineData("off", false)]
    public async Task TheGuestIsANeighbourOfThisKernel(string offloads, bool hasChecksums)
    {
        if (NetNamespace.TryCreate(out string problem) is not { } home)
        {
            log.WriteLine($"Not run: {problem}.");
            return;
        }

        using (home)
        {
            home.AddTap("tap0", "10.42.0.1/24");
            var features = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using GuestProcess run = GuestProcess.Start(
                home.Wrap(new GuestCommand("dotnet", [Tool, "run", Program, "--tap", "tap0", "--offloads", offloads])),
                TapGuest.Patience * 2,
                line =>
                {
                    if (line.StartsWith("netpeer: device offers", StringComparison.Ordinal))
                        features.TrySetResult(line);
                    if (line.StartsWith("netpeer: up", StringComparison.Ordinal))
                        up.TrySetResult();
                },
                log.WriteLine);
            await up.Task.WaitAsync(TapGuest.Patience);
            Assert.Equal(hasChecksums, (await features.Task).Contains("Checksum", StringComparison.Ordinal));
            home.Run("ping", "-c", "1", "-W", "20", "10.42.0.2");
        }
    }

    [Theory]
    [InlineData("There is no interface 'tap7'", "--tap", "tap7")]
    [InlineData("a comma ends its option", "--tap", "a,b")]
    [InlineData("belong to the cable", "--tap", "tap7", "--publish", "0:80")]
    [InlineData("--offloads needs --tap", "--offloads", "off")]
    public async Task WhatCannotBeIsSaidPlainly(string reason, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tool, "run", Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process run = Process.Start(start)!;
        Task<string> output = run.StandardOutput.ReadToEndAsync(), complaints = run.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(TapGuest.Patience);
        try
        {
            await run.WaitForExitAsync(bound.Token);
        }
        finally
        {
            if (!run.HasExited)
                run.Kill(entireProcessTree: true);
        }

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(reason, await output + await complaints, StringComparison.Ordinal);
    }
}
