using DSoftBus.Qemu;
using Xunit;

namespace DSoftBus.Tests.Qemu.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("two-vm", "--memory=1")]
    [InlineData("two-vm", "--phase=lunch")]
    [InlineData("two-vm", "--accel=magic")]
    [InlineData("two-vm", "--nonsense")]
    [InlineData("two-vm", "--memory=much")]
    [InlineData("cable", "--ports=many")]
    [InlineData("bench", "--runs=0")]
    [InlineData("bench", "--runs=101")]
    [InlineData("bench", "--runs=many")]
    [InlineData("cable", "--ports=0")]
    [InlineData("fly")]
    [InlineData("run")]
    [InlineData("run", "x.elf", "--publish", "8080")]
    [InlineData("run", "x.elf", "--publish", "0.0.0.0:8080:80")]
    [InlineData("run", "x.elf", "--memory=1")]
    [InlineData("run", "x.elf", "--accel=auto")]
    [InlineData("forward", "--local", "a", "--remote", "b")]
    [InlineData("forward", "--local", "a", "--publish", "1=10.42.0.2:80")]
    [InlineData("forward", "--local", "a", "--remote", "b", "--publish", "1=10.43.0.2:80")]
    [InlineData("forward", "--local", "a", "--remote", "b", "--publish", "1=10.42.0.2:80", "--address", "127.0.0.1")]
    public async Task WrongArgumentsGiveOneClearErrorAndStatusTwo(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, await Program.RunAsync(arguments, output, error));
        Assert.StartsWith("error: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public async Task WhatCannotStartSaysWhyWithStatusOne()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(1, await Program.RunAsync(["run", "/nowhere/x.elf"], output, error));
        Assert.StartsWith("error: there is no file /nowhere/x.elf; ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());

        string taken = Path.GetTempFileName();
        Assert.Equal(1, await Program.RunAsync(["forward", "--local", taken, "--remote", taken + ".sw", "--publish", "0=10.42.0.2:80"], output, error));
        Assert.Contains($"error: {taken} exists", error.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(taken), "a file that is in the way is not ours to delete");
        File.Delete(taken);
    }

    [Theory]
    [InlineData("--help", "two-vm", "cable", "run", "forward")]
    [InlineData("two-vm --help", "--test-keys", "--accel", "--memory", "--json")]
    [InlineData("run --help", "--publish", "--memory", "--accel", "--word", "--capture", "--json")]
    [InlineData("forward --help", "--local", "--remote", "--publish", "--address", "--capture", "--json")]
    [InlineData("bench --help", "--runs", "--accel", "--memory", "--json")]
    [InlineData("module --help", "--out", "--list", "--json", "NAME=FILE")]
    public async Task HelpNamesWhatThereIs(string arguments, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await Program.RunAsync(arguments.Split(' '), output, error));
        Assert.All(words, word => Assert.Contains(word, output.ToString(), StringComparison.Ordinal));
    }
}
