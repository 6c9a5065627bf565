using DSoftBus.Qemu.GuestTests;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Metal;

/// <summary>On the bare machine: what goes wrong in a test is named, and ends the run where it must.</summary>
public sealed class MachineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guest-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AFailureIsNamedWithItsStack()
    {
        var failed = Assert.Single(await RunAsync("Provoked.Fails"));
        Assert.Equal(("Provoked.Fails", GuestTestOutcome.Failed), (failed.Name, failed.Outcome));
        Assert.Equal("System.InvalidOperationException: as asked", failed.Message);
        Assert.Contains("Provoked", failed.Stack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Provoked.WaitsForEver")]
    [InlineData("Provoked.SpinsForEver")]
    public async Task AHangIsNamed(string name)
    {
        var hung = Assert.Single(await RunAsync(name));
        Assert.Equal((name, GuestTestOutcome.Hung), (hung.Name, hung.Outcome));
    }

    [Fact]
    public async Task ADeathIsNamedWithTheCrashReport()
    {
        var dead = Assert.Single(await RunAsync("Provoked.Dies"));
        Assert.Equal(("Provoked.Dies", GuestTestOutcome.NoResult), (dead.Name, dead.Outcome));
        Assert.Contains("fatal signal", dead.Message, StringComparison.Ordinal);
        Assert.Contains("program crash", dead.Stack, StringComparison.Ordinal);
        Assert.Contains("Provoked", dead.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatPassesPasses() => Assert.True(Assert.Single(await RunAsync("Provoked.Passes")).IsPassed);

    private async Task<IReadOnlyList<GuestTestResult>> RunAsync(string name)
    {
        string image = RepositoryRoot.File("artifacts", "guest-tests", "unit-tests.elf");
        var options = new GuestTestsOptions(image, _folder.FullName)
        {
            Shards = 1,
            Filter = name,
            TestLimit = TimeSpan.FromSeconds(name.EndsWith("ForEver", StringComparison.Ordinal) ? 2 : 120),
            Lifetime = TimeSpan.FromMinutes(3),
            ExtraWords = ["softbus.provoke"],
        };
        return [.. (await GuestTestsRun.ExecuteAsync(options, _ => { }, TimeProvider.System, default)).Results];
    }
}
