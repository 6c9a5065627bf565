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
    public async Task WrongArgumentsGiveOneClearErrorAndStatusTwo(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, await Program.RunAsync(arguments, output, error));
        Assert.StartsWith("error: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    [Theory]
    [InlineData("--help", "two-vm", "cable")]
    [InlineData("two-vm --help", "--test-keys", "--accel", "--memory", "--json")]
    [InlineData("bench --help", "--runs", "--accel", "--memory", "--json")]
    public async Task HelpNamesWhatThereIs(string arguments, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await Program.RunAsync(arguments.Split(' '), output, error));
        Assert.All(words, word => Assert.Contains(word, output.ToString(), StringComparison.Ordinal));
    }
}
