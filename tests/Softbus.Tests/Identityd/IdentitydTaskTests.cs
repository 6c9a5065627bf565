using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Identityd;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Tests.Softbus.Hosting;
using Xunit;

namespace DSoftBus.Tests.Softbus.Identityd;

/// <summary>The task with its client, over real messages.</summary>
public sealed class IdentitydTaskTests
{
    private const int Inbox = 5, InboxSend = 6, Identityd = 9;

    [Fact]
    public void TheDaemonUsesTheKeysWithoutSeeingThem() => Run("dsoftbusd", new TestEntropy(0x0a), async (task, caller) =>
    {
        var keys = await IdentityClient.OpenAsync(task, caller, task.Sender(Identityd));
        using var expected = new DeviceIdentity(Enumerable.Repeat((byte)0x0a, 32).ToArray());
        using var peer = new DeviceIdentity(Enumerable.Repeat((byte)0x0b, 32).ToArray());
        Assert.Equal(expected.Id, keys!.Id);
        byte[] signature = new byte[Ed25519.SignatureLength], shared = new byte[X25519.KeyLength], theirs = new byte[X25519.KeyLength];
        Assert.Equal(IdentityStatus.Ok, await keys.SignRoleAsync(AttestationRole.Server, signature));
        Assert.Equal(IdentityStatus.Ok, await keys.AgreeAsync(peer.StaticPublic, shared));
        Assert.Equal(IdentityStatus.Refused, await keys.AgreeAsync(default, shared));
        peer.TryAgree(keys.StaticPublic, theirs);
        await keys.AgreeAsync(peer.StaticPublic, shared);
        Assert.Equal(theirs, shared);
    });

    [Fact]
    public void NobodyElseUsesThem() => Run("test", new TestEntropy(0x0a), async (task, caller) =>
    {
        var keys = await IdentityClient.OpenAsync(task, caller, task.Sender(Identityd));
        Assert.Equal(IdentityStatus.Unavailable, await keys!.SignRoleAsync(AttestationRole.Client, new byte[Ed25519.SignatureLength]));
        Assert.Equal(IdentityStatus.Unavailable, await keys.AgreeAsync(keys.StaticPublic, new byte[X25519.KeyLength]));
    });

    [Fact]
    public void WithoutEntropyThereAreNoKeysUntilThereIsSome()
    {
        var generator = new GeneratorEntropy();
        Run("dsoftbusd", generator, async (task, caller) =>
        {
            Assert.Null(await IdentityClient.OpenAsync(task, caller, task.Sender(Identityd)));
            generator.AddSeed(new byte[32]);
            var first = await IdentityClient.OpenAsync(task, caller, task.Sender(Identityd));
            var second = await IdentityClient.OpenAsync(task, caller, task.Sender(Identityd));
            Assert.Equal(first!.Id, second!.Id);
        });
    }

    private static void Run(string serviceName, IEntropy entropy, Func<TaskContext, ServiceCaller, ValueTask> body) => TaskHost.Run(
        async task => await body(task, new ServiceCaller(task, Inbox, InboxSend)),
        [Grants.Receive(Inbox, "inbox"), Grants.Send(InboxSend, "inbox"), Grants.Send(Identityd, "identityd")],
        [new TaskEntry("identityd", IdentitydTask.Run, RestartPolicy.Never, Grants.Receive(IdentitydSlots.Requests, "identityd"))],
        entropy,
        serviceName);
}
