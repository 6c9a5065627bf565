using System.Net;
using System.Net.Sockets;
using DSoftBus.Qemu.Namespace;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.Qemu.Namespace;

public sealed class NetNamespaceTests(ITestOutputHelper log)
{
    [Fact]
    public void ItHasDevicesOfItsOwnAndLeavesNothing()
    {
        if (NetNamespace.TryCreate(out string problem) is not { } made)
        {
            log.WriteLine($"Not run: {problem}.");
            return;
        }

        using (made)
        {
            Assert.Contains($"-{Environment.ProcessId}-", made.Name, StringComparison.Ordinal);
            made.AddTap("tap0", "10.42.0.1/24");
            Assert.Contains("10.42.0.1/24", made.Run("ip", "-4", "address", "show", "dev", "tap0"), StringComparison.Ordinal);
            using Socket inside = made.Within(() => Bound(IPAddress.Parse("10.42.0.1")));
            Assert.Equal(IPAddress.Parse("10.42.0.1"), ((IPEndPoint)inside.LocalEndPoint!).Address);
            // The same address does not exist out here.
            Assert.Throws<SocketException>(() => Bound(IPAddress.Parse("10.42.0.1")));
            made.RemoveTap("tap0");
            Assert.DoesNotContain("tap0", made.Run("ip", "link"), StringComparison.Ordinal);
            string refusal = Assert.Throws<InvalidOperationException>(() => made.RemoveTap("tap0")).Message;
            Assert.Contains("Cannot find device", refusal, StringComparison.Ordinal);
        }

        Assert.False(File.Exists($"/run/netns/{made.Name}"));
    }

    private static Socket Bound(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
