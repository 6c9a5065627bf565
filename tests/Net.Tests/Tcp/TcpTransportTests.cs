using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Tests.Net.Stack;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>TCP plugged into the stack: which addresses it goes to.</summary>
public sealed class TcpTransportTests
{
    [Theory]
    [InlineData(99, TcpOpenStatus.Ok)]
    [InlineData(255, TcpOpenStatus.Unreachable)]
    [InlineData(0, TcpOpenStatus.Unreachable)] // the old form of the directed broadcast
    public void A_connection_goes_to_one_host_and_not_to_all_of_the_link(byte last, TcpOpenStatus expected)
    {
        // RFC 9293 section 3.9.2.3; with a gateway too, which is not asked to do it.
        var simulation = new StackSimulation();
        var stack = simulation.Attach(10, out var device);
        var transport = new TcpTransport(stack, device.Buffers, simulation.Clock);
        stack.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), StackSimulation.Address(1), simulation.Now);
        Assert.Equal(expected, transport.Layer.Connect(StackSimulation.Address(last), 80, simulation.Now, out _));
    }
}
