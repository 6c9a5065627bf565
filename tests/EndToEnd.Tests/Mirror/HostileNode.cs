using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Discovery;
using DSoftBus.Softbus.Dsoftbusd;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Traits;
using DSoftBus.Softbus.Transport;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>A machine on the same cable that does what the test's script says: a real stack under it, no daemon.</summary>
internal sealed class HostileNode
{
    public const ushort ListenPort = 34999;

    private const byte LastMacByte = 0x66;
    private const ushort DiscoveryPort = 37020;

    private static readonly Ipv4Address Group = new(239, 42, 0, 1);

    private readonly TaskContext _task;
    private readonly FacadeClient _network;

    private HostileNode(TaskContext task)
    {
        _task = task;
        _network = new FacadeClient(task, serverSlot: 3, inboxSlot: 4, replySlot: 11);
    }

    public TaskContext Task => _task;

    public Instant Soon => _task.Now + TimeSpan.FromSeconds(10);

    /// <summary>Boots the machine; the returned function says whether the script came to its end.</summary>
    public static Func<bool> Boot(NodeWorld world, Func<HostileNode, ValueTask> script)
    {
        bool done = false;
        var manifest = new TaskManifest(
            "hostile",
            new TaskEntry("netstackd", NetstackTask.Run, RestartPolicy.Never,
                Grants.Receive(NetstackSettings.RequestSlot, "netstackd"), Grants.Device(NetstackSettings.DeviceSlot, DeviceKind.VirtioNet)),
            new TaskEntry("hostile", Run, RestartPolicy.Never,
                Grants.Send(3, "netstackd"), Grants.Receive(4, "hostile.net"), Grants.Send(11, "hostile.net")));
        world.Boot("hostile", LastMacByte, "", manifest);
        return () => done;

        async ValueTask Run(TaskContext task)
        {
            await script(new HostileNode(task));
            done = true;

            // What it opened ends with the task: the peer shall see a machine that stays.
            await task.CreateSignal().WaitAsync(Instant.Never);
        }
    }

    public static DeviceIdentity Keys(byte seed) => new(Enumerable.Repeat(seed, 32).ToArray());

    /// <summary>Announces an id with a key, both free to choose, and this machine's <see cref="ListenPort"/>.</summary>
    public async ValueTask AnnounceAsync(DeviceId id, X25519PublicKey key, byte[]? packet = null)
    {
        packet ??= Packet(id, key);
        var socket = await _network.UdpBindAsync(DiscoveryPort, Ipv4Address.Any);
        Assert.Equal(FacadeStatus.Ok, socket.Status);
        Assert.Equal(FacadeStatus.Ok, await socket.Value.SendToAsync(new UdpEndpoint(Group, DiscoveryPort), packet));
        await socket.Value.CloseAsync();
    }

    public async ValueTask<FacadeStream> DialRawAsync(byte victim, ushort port = 34567)
    {
        var connected = await _network.ConnectAsync(new Ipv4Address(10, 42, 0, victim), port, Soon);
        Assert.Equal(FacadeStatus.Ok, connected.Status);
        return connected.Value;
    }

    /// <summary>Dials as a device with these keys; one write of the connection may be altered.</summary>
    public async ValueTask<Authentication> DialAsync(DeviceIdentity victimKeys, byte victim, IIdentityKeys keys, int flippedWrite = -1)
    {
        var stream = new FlippingStream(new FacadeByteStream(await DialRawAsync(victim)), flippedWrite);
        return await new XkAuthenticator(_task, keys, DsoftbusSettings.Offered)
            .ConnectAsync(stream, victimKeys.Id, victimKeys.StaticPublic, Soon);
    }

    /// <summary>Takes one connection and answers it as a device with these keys.</summary>
    public async ValueTask<Authentication> AcceptAsync(IIdentityKeys keys, int flippedWrite = -1)
    {
        var listener = await _network.ListenAsync(ListenPort);
        Assert.Equal(FacadeStatus.Ok, listener.Status);
        var accepted = await listener.Value.AcceptAsync(Soon);
        await listener.Value.CloseAsync();
        Assert.Equal(FacadeStatus.Ok, accepted.Status);
        var stream = new FlippingStream(new FacadeByteStream(accepted.Value), flippedWrite);
        return await new XkAuthenticator(_task, keys, DsoftbusSettings.Offered)
            .AcceptAsync(stream, static (_, _) => AdmissionVerdict.Admit, Soon);
    }

    private static byte[] Packet(DeviceId id, X25519PublicKey key)
    {
        Span<byte> text = stackalloc byte[DeviceId.TextLength];
        id.WriteText(text);
        var packet = new byte[AnnounceView.MaximumLength];
        new Announce { DeviceId = text, NoiseStatic = key, Port = ListenPort }.TryWrite(packet, out int length);
        return packet[..length];
    }
}
