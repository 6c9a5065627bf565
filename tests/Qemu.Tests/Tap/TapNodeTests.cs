using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Tap;
using DSoftBus.Qemu.Tap.Services;
using DSoftBus.Runtime.Devices;
using Xunit;

namespace DSoftBus.Tests.Qemu.Tap;

/// <summary>The stack on a TAP, its services used by the kernel's own TCP.</summary>
public sealed class TapNodeTests
{
    private const int Bound = 60_000;
    private const int Long = 3_000_000;

    private static readonly Ipv4Network Network = new(new Ipv4Address(10, 77, 0, 2), 24);

    [TapFact]
    public void EveryServiceWorksWithoutOffloads() => PrivateNetwork.Run(() => UseServices(offloads: false));

    [TapFact]
    public void EveryServiceWorksWithOffloads() => PrivateNetwork.Run(() => UseServices(offloads: true));

    [TapFact]
    public void ADeletedInterfaceEndsTheNode() => PrivateNetwork.Run(() =>
    {
        using TapDevice device = Open(offloads: false);
        using var node = new TapNode(device, new TapNodeOptions { Network = Network });
        Assert.Null(node.Start());
        node.Run(() => PrivateNetwork.Ip("link del tap0"));
        Assert.True(device.IsGone);
    });

    [TapFact]
    public void OneOfTwoServicesOnOnePortIsNamed() => PrivateNetwork.Run(() =>
    {
        using TapDevice device = Open(offloads: false);
        var second = new ServicePort(ServiceKind.Hold, 7);
        using var node = new TapNode(device, new TapNodeOptions { Network = Network, Services = [new ServicePort(ServiceKind.Echo, 7), second] });
        Assert.Equal(second, node.Start());
    });

    private static void UseServices(bool offloads)
    {
        using TapDevice device = Open(offloads);
        Assert.True(ServicePort.TryParse(ServicePort.All, out IReadOnlyList<ServicePort> services));
        using var node = new TapNode(device, new TapNodeOptions { Network = Network, Services = services });
        Assert.Null(node.Start());
        Exception? problem = null;
        var thread = new Thread(() =>
        {
            try
            {
                node.Run(() => { });
            }
            catch (Exception thrown)
            {
                problem = thrown;
            }
        });
        thread.Start();
        try
        {
            Discard();
            Echo();
            Source();
            Hold();
        }
        finally
        {
            node.Stop();
            thread.Join();
        }

        Assert.Null(problem);
        Assert.Equal(4, node.Accepted);
        Dictionary<string, long> counters = node.Counters().ToDictionary();
        Assert.True(counters["device.FramesReceived"] > 0 && counters["device.FramesSent"] > 0);
        foreach (string bad in new[] { "device.BadHeaders", "device.Oversized", "device.TransmitRefused", "device.TransmitPartial", "LinkMalformed", "Ipv4BadChecksum", "tcp.BadChecksum", "tcp.BadHeader" })
            Assert.False(counters.ContainsKey(bad), bad);
    }

    private static void Discard()
    {
        using Socket socket = Connect(ServiceKind.Discard);
        SendAll(socket, Bytes());
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(Long, BinaryPrimitives.ReadInt64LittleEndian(ReadExactly(socket, sizeof(long))));
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    private static void Echo()
    {
        using Socket socket = Connect(ServiceKind.Echo);
        byte[] bytes = Bytes();
        var sender = new Thread(() =>
        {
            SendAll(socket, bytes);
            socket.Shutdown(SocketShutdown.Send);
        });
        sender.Start();
        Assert.Equal(bytes, ReadExactly(socket, Long));
        sender.Join();
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    // The end comes by a reset: what the service sends and nobody reads is lost.
    private static void Source()
    {
        using Socket socket = Connect(ServiceKind.Source);
        Assert.True(ReadExactly(socket, Long).AsSpan().IndexOfAnyExcept((byte)0) < 0);
    }

    private static void Hold()
    {
        using Socket socket = Connect(ServiceKind.Hold);
        SendAll(socket, "nothing comes back"u8.ToArray());
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    private static TapDevice Open(bool offloads)
    {
        TapOpenResult result = TapDevice.Open(new TapOptions("tap0", MacAddress.Parse("02:00:0a:4d:00:02")) { Offloads = offloads });
        Assert.True(result.IsOk, result.Message);
        PrivateNetwork.Ip("addr add 10.77.0.1/24 dev tap0");
        PrivateNetwork.Ip("link set tap0 up");
        return result.Device;
    }

    private static Socket Connect(ServiceKind service)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = Bound, SendTimeout = Bound };
        socket.Connect(new IPEndPoint(IPAddress.Parse("10.77.0.2"), (int)service));
        return socket;
    }

    private static byte[] Bytes()
    {
        byte[] bytes = new byte[Long];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }

    private static byte[] ReadExactly(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        int read = 0;
        while (read < count && socket.Receive(bytes.AsSpan(read)) is > 0 and var more)
            read += more;
        Assert.Equal(count, read);
        return bytes;
    }
}
