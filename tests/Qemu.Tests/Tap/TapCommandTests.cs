using DSoftBus.Qemu;
using Xunit;

namespace DSoftBus.Tests.Qemu.Tap;

public sealed class TapCommandTests
{
    [Theory]
    [InlineData("--device tap0", "either --address or --dhcp")]
    [InlineData("--device tap0 --dhcp --address 10.77.0.2/24", "either --address or --dhcp")]
    [InlineData("--device tap0 --address 10.77.0.2", "--address: '10.77.0.2'")]
    [InlineData("--device tap0 --address 224.0.0.1/24", "--address: '224.0.0.1/24'")]
    [InlineData("--device tap0 --address 10.77.0.2/33", "--address: '10.77.0.2/33'")]
    [InlineData("--device tap0 --dhcp --gateway 0.0.0.0", "--gateway: '0.0.0.0'")]
    [InlineData("--device tap0 --dhcp --mac 01:00:5e:00:00:01", "--mac: '01:00:5e:00:00:01'")]
    [InlineData("--device tap0 --dhcp --offloads maybe", "maybe")]
    [InlineData("--device tap0 --dhcp --serve chargen", "--serve: 'chargen'")]
    [InlineData("--device tap0 --dhcp --serve echo:0", "--serve: 'echo:0'")]
    [InlineData("--device tap0 --dhcp --serve echo:7:8", "--serve: 'echo:7:8'")]
    [InlineData("--device tap0 --dhcp --receive-buffer 100", "power of two")]
    [InlineData("--device tap0 --dhcp --mtu 67", "--mtu")]
    [InlineData("--device tap0 --dhcp --buffers 127", "--buffers")]
    [InlineData("--dhcp", "--device")]
    public async Task AWrongCommandLineIsExplainedAndDoesNothing(string line, string expected)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        Assert.Equal(Program.UsageStatus, await Program.RunAsync(["tap", .. line.Split(' ')], output, error));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [TapFact]
    public async Task AnInterfaceThatIsNotThereIsNamedWithWhatToDo()
    {
        var output = new StringWriter();
        var error = new StringWriter();
        Assert.Equal(1, await Program.RunAsync(["tap", "--device", "no-such-tap-0", "--address", "10.77.0.2/24", "--json"], output, error));
        Assert.Contains("ip tuntap add no-such-tap-0 mode tap", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"NoSuchInterface\"", output.ToString(), StringComparison.Ordinal);
    }
}
