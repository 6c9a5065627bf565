using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;
using DSoftBus.Softbus.Transport;

namespace DSoftBus.Softbus.Selftest;

/// <summary>The selftest as a device of its own on the bus: it dials the local daemon, authenticates and sends an encrypted PING.</summary>
internal sealed class BusPeer(TaskContext task, FacadeClient network)
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTime = TimeSpan.FromSeconds(2);

    /// <summary>Connects and authenticates; null when any of it fails.</summary>
    /// <param name="port">Where the daemon listens.</param>
    /// <param name="id">Who must answer.</param>
    /// <param name="staticKey">With which key.</param>
    public async ValueTask<ISession?> ConnectAsync(ushort port, DeviceId id, X25519PublicKey staticKey)
    {
        var local = await network.LocalAddressAsync();
        if (!local.IsOk || MakeKeys() is not { } keys)
            return null;
        using (keys)
        {
            var deadline = task.Now + HandshakeTime;
            var connected = await network.ConnectAsync(local.Value.Address, port, deadline);
            if (!connected.IsOk)
                return null;
            var authenticator = new XkAuthenticator(task, keys, SessionFeatures.Control);
            var outcome = await authenticator.ConnectAsync(new FacadeByteStream(connected.Value), id, staticKey, deadline);
            if (outcome.Session is null)
                task.Log.Event("bus connect failed", $"{outcome.Error} {outcome.Detail}");
            return outcome.Session;
        }
    }

    /// <summary>Sends PING on channel 0 and waits for the PONG with the same token.</summary>
    public async ValueTask<bool> PingAsync(ISession session)
    {
        ulong token = task.Entropy.For(RandomPurpose.Nonce).NextUInt64();
        var deadline = task.Now + PingTime;
        var message = new byte[ControlMessage.MaximumLength];
        int length = ControlMessage.Ping(token).Write(message);
        if (await session.Stream.SendAsync(Channel.Control, message.AsMemory(0, length), deadline) is not StreamStatus.Ok)
            return false;
        var frame = await session.Stream.ReceiveAsync(deadline);
        return frame is { Status: StreamStatus.Ok, Channel: Channel.Control }
            && ControlMessage.TryRead(frame.Payload.Span, out var answer) is AnswerError.None && answer == ControlMessage.Pong(token);
    }

    /// <summary>Keys of the selftest's own, not the device's: the second node of the image is another device, too.</summary>
    private DeviceIdentity? MakeKeys()
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedLength];
        if (task.Entropy.TestSeed is { } testSeed)
            seed.Fill(testSeed);
        else if (task.Entropy.IsAvailable)
            task.Entropy.For(RandomPurpose.DeviceKey).Fill(seed);
        else
            return null;
        var keys = new DeviceIdentity(seed);
        Secret.Clear(seed);
        return keys;
    }
}
