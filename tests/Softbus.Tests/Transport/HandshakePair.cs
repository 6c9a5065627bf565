using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Dsoftbusd;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;
using DSoftBus.Softbus.Transport;

namespace DSoftBus.Tests.Softbus.Transport;

/// <summary>Both ends of a handshake over a connection in memory; the left one dials.</summary>
internal sealed class HandshakePair(TaskContext task)
{
    public MemoryDuplex Wire { get; } = new(task);

    public IIdentityKeys Dialler { get; set; } = Keys(1);

    public IIdentityKeys Acceptor { get; set; } = Keys(2);

    /// <summary>Whom the dialler wants; by default who is there.</summary>
    public DeviceId? WantedId { get; set; }

    public X25519PublicKey? WantedKey { get; set; }

    public SessionFeatures DiallerOffers { get; set; } = DsoftbusSettings.Offered;

    public SessionFeatures AcceptorOffers { get; set; } = DsoftbusSettings.Offered;

    public AdmissionVerdict Verdict { get; set; }

    public TimeSpan Time { get; set; } = TimeSpan.FromSeconds(10);

    public static DeviceIdentity Keys(byte seed) => new(Enumerable.Repeat(seed, 32).ToArray());

    /// <summary>Runs both sides to their end.</summary>
    public async ValueTask<(Authentication Dialler, Authentication Acceptor)> RunAsync()
    {
        var deadline = task.Now + Time;
        var accepted = task.CreatePromise<Authentication>();
        task.Start("accept", async () => accepted.TrySet(
            await new XkAuthenticator(task, Acceptor, AcceptorOffers).AcceptAsync(Wire.Right, (_, _) => Verdict, deadline)));
        var dialled = await new XkAuthenticator(task, Dialler, DiallerOffers)
            .ConnectAsync(Wire.Left, WantedId ?? Acceptor.Id, WantedKey ?? Acceptor.StaticPublic, deadline);
        return (dialled, await accepted.WaitAsync(deadline + Time, default));
    }
}
