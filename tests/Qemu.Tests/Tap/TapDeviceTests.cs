using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Tap;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Qemu.Tap;

public sealed class TapDeviceTests
{
    private const ushort Port = 4000;

    private static readonly MacAddress Hardware = MacAddress.Parse("02:00:0a:4d:00:02");
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [TapFact]
    public void FramesOfTheKernelArriveAndFramesReachIt() => PrivateNetwork.Run(() =>
    {
        using TapDevice device = OpenUp(offloads: false);
        using Socket kernel = Bound4000();
        kernel.SendTo("to the tap"u8, new IPEndPoint(IPAddress.Parse("10.77.0.2"), Port));
        PacketBuffer arrived = NextUdp(device);
        Assert.Equal("to the tap"u8, Payload(arrived));

        // The answer swaps the ends: so both addresses and the pseudo header keep their sum.
        Swap(arrived.Span);
        Assert.Equal(TransmitStatus.Queued, device.TryTransmit(arrived));
        arrived.Release();
        Assert.True(kernel.Poll(Bound, SelectMode.SelectRead));
        byte[] answer = new byte[100];
        Assert.Equal(10, kernel.Receive(answer));
        Assert.Equal(1, device.Counters[TapCounter.FramesSent]);
    });

    [TapFact]
    public void NothingIsTheAnswerWhileNothingComesAndALostInterfaceIsNoticed() => PrivateNetwork.Run(() =>
    {
        using TapDevice device = OpenUp(offloads: true);
        Assert.False(device.TryReceive(out _));
        Assert.False(device.Wait(TimeSpan.Zero));

        // A wait lasts as long as it is to, and is ended once by one call.
        var limit = TimeSpan.FromMilliseconds(20);
        long begin = Stopwatch.GetTimestamp();
        Assert.False(device.Wait(limit));
        Assert.True(Stopwatch.GetElapsedTime(begin) >= limit);
        device.Wake();
        Assert.False(device.Wait(Timeout.InfiniteTimeSpan));
        PacketBuffer frame = Frame(device, 60);
        PrivateNetwork.Ip("link set tap0 down");
        Assert.Equal(TransmitStatus.Down, device.TryTransmit(frame));
        Assert.False(device.IsGone);
        PrivateNetwork.Ip("link set tap0 up");
        Assert.Equal(TransmitStatus.Queued, device.TryTransmit(frame));
        PrivateNetwork.Ip("link del tap0");
        Assert.Equal(TransmitStatus.Down, device.TryTransmit(frame));
        Assert.True(device.IsGone);
        Assert.False(device.TryReceive(out _));
        frame.Release();
        Assert.Equal(2, device.Counters[TapCounter.TransmitDown]);
        Assert.Equal(2, device.Count(NetDeviceCounter.TransmitFailed));
    });

    [TapFact]
    public void LongAndForeignFramesAreRefused() => PrivateNetwork.Run(() =>
    {
        using TapDevice device = OpenUp(offloads: false);
        PacketBuffer longest = Frame(device, 1514), tooLong = Frame(device, 1515);
        Assert.Equal(TransmitStatus.Queued, device.TryTransmit(longest));
        Assert.Equal(TransmitStatus.TooLong, device.TryTransmit(tooLong));
        tooLong.TrimEnd(1);
        tooLong.Offload = new PacketOffload { ChecksumStart = 34, ChecksumField = 16 };
        Assert.Throws<ArgumentException>(() => device.TryTransmit(tooLong));
        longest.Release();
        tooLong.Release();
        using var foreign = new PacketPool(Allocate(4096));
        Assert.True(foreign.TryRent(0, out PacketBuffer? stranger));
        stranger.Append(60);
        Assert.Throws<ArgumentException>(() => device.TryTransmit(stranger));
    });

    [TapFact]
    public void WithoutBuffersTheFrameWaitsInTheKernel() => PrivateNetwork.Run(() =>
    {
        using TapDevice device = OpenUp(offloads: false);
        var held = new List<PacketBuffer>();
        while (device.Buffers.TryRent(0, out PacketBuffer? buffer))
            held.Add(buffer);
        held[^1].Release();
        held.RemoveAt(held.Count - 1);
        using Socket kernel = Bound4000();
        for (int i = 0; i < 3; i++)
            kernel.SendTo("again"u8, new IPEndPoint(IPAddress.Parse("10.77.0.2"), Port));

        // One buffer is left for one frame; after that there is none.
        PacketBuffer first = NextUdp(device);
        Assert.False(device.TryReceive(out _));
        Assert.NotEqual(0, device.Counters[TapCounter.NoBuffer]);
        held.ForEach(buffer => buffer.Release());
        PacketBuffer second = NextUdp(device);
        Assert.Equal("again"u8, Payload(second));
        first.Release();
        second.Release();
    });

    [TapFact]
    public void WhatComesOneByOneIsReadOnceAndWhatComesInBulkIsNotOverlooked() => PrivateNetwork.Run(() =>
    {
        using TapDevice device = OpenUp(offloads: false);
        using Socket kernel = Bound4000();
        var tap = new IPEndPoint(IPAddress.Parse("10.77.0.2"), Port);
        for (byte i = 0; i < 40; i++)
        {
            kernel.SendTo([i], tap);
            Assert.True(device.Wait(Bound));
            Take(device, i);
            Assert.False(device.TryReceive(out _));
        }

        // Most of the forty were not followed by a read that finds nothing.
        Assert.InRange(device.Counters[TapCounter.EmptyReads], 8, 20);
        for (byte i = 0; i < 40; i++)
            kernel.SendTo([i], tap);
        for (byte i = 0; i < 40; i++)
            Take(device, i);
        Assert.False(device.Wait(TimeSpan.Zero));
    });

    [TapFact]
    public void ATaskOfALoopIsWokenByAFrame() => PrivateNetwork.Run(() =>
    {
        using var platform = new HostPlatform();
        var loop = new TaskLoop(platform);
        using TapDevice device = OpenUp(offloads: true, loop);
        using Socket kernel = Bound4000();
        bool timedOut = false, arrived = false;

        async ValueTask WaitAsync()
        {
            Instant soon = loop.Now + TimeSpan.FromMilliseconds(1);
            await device.WaitAsync(soon);
            timedOut = loop.Now >= soon;
            kernel.SendTo("wake up"u8, new IPEndPoint(IPAddress.Parse("10.77.0.2"), Port));
            PacketBuffer? frame;
            while (!device.TryReceive(out frame) || !IsUdp(frame))
            {
                frame?.Release();
                await device.WaitAsync(Instant.Never);
            }

            arrived = Payload(frame).SequenceEqual("wake up"u8);
            frame.Release();
        }

        loop.Start(WaitAsync);
        Assert.True(loop.RunUntil(() => arrived, loop.Now + Bound));
        Assert.True(timedOut);
    });

    private static void Take(TapDevice device, byte expected)
    {
        PacketBuffer frame = NextUdp(device);
        Assert.Equal([expected], Payload(frame));
        frame.Release();
    }

    private static PinnedMemory Allocate(int bytes)
    {
        Assert.True(new HostMemoryPool().TryAllocate(bytes, out PinnedMemory? memory));
        return memory;
    }

    private static TapDevice OpenUp(bool offloads, TaskLoop? loop = null)
    {
        TapOpenResult result = TapDevice.Open(new TapOptions("tap0", Hardware) { Offloads = offloads, BufferCount = 128 }, loop);
        Assert.True(result.IsOk, result.Message);
        PrivateNetwork.Ip("addr add 10.77.0.1/24 dev tap0");
        PrivateNetwork.Ip("link set tap0 up");
        PrivateNetwork.Ip($"neigh add 10.77.0.2 lladdr {Hardware} dev tap0");
        return result.Device;
    }

    private static Socket Bound4000()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("10.77.0.1"), Port));
        return socket;
    }

    private static PacketBuffer Frame(TapDevice device, int length)
    {
        Assert.True(device.Buffers.TryRent(64, out PacketBuffer? frame));
        new EthernetRepr(MacAddress.Broadcast, device.Address, EtherType.Ipv4).Emit(frame.Append(length));
        return frame;
    }

    private static PacketBuffer NextUdp(TapDevice device)
    {
        while (true)
        {
            while (device.TryReceive(out PacketBuffer? frame))
            {
                if (IsUdp(frame))
                    return frame;
                frame.Release();
            }

            Assert.True(device.Wait(Bound));
        }
    }

    private static bool IsUdp(PacketBuffer frame) =>
        EthernetView.TryParse(frame.Span, out EthernetView ethernet) == WireError.None && ethernet.Type == EtherType.Ipv4
        && Ipv4View.TryParse(ethernet.Payload, out Ipv4View ip) == WireError.None && ip.Protocol == IpProtocol.Udp;

    private static ReadOnlySpan<byte> Payload(PacketBuffer frame) => frame.Span[(14 + 20 + 8)..];

    private static void Swap(Span<byte> frame)
    {
        Span<byte> kept = stackalloc byte[6];
        Exchange(frame[..6], frame[6..12], kept);
        Exchange(frame[26..30], frame[30..34], kept);
        Exchange(frame[34..36], frame[36..38], kept);
    }

    private static void Exchange(Span<byte> left, Span<byte> right, Span<byte> kept)
    {
        left.CopyTo(kept);
        right.CopyTo(left);
        kept[..left.Length].CopyTo(right);
    }
}
