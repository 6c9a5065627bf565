using DSoftBus.Qemu.Namespace;
using DSoftBus.Tests.Oracle.Rigs;

namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>Another namespace of the kernel as the subject, joined to the peer's by a pair of virtual Ethernet devices; it loses frames to an address that nobody has.</summary>
internal sealed class KernelWorld : World, IAsyncDisposable
{
    private const string SubjectAddress = "10.78.0.2", PeerAddress = "10.78.0.1";
    private const string PeerDevice = "veth0", SubjectDevice = "eth0";
    private const string Nobody = "02:00:00:00:00:fe";

    private readonly NetNamespace _peer;
    private readonly NetNamespace _subject;
    private bool _subjectIsCut, _peerIsCut;

    private KernelWorld(NetNamespace peer, NetNamespace subject)
        : base(Runner.Start(subject, "kernel"), Runner.Start(peer, "kernel"), SubjectAddress, PeerAddress, "10.78.0")
        => (_peer, _subject) = (peer, subject);

    /// <param name="peer">The namespace of the peer that our stack talks to as well.</param>
    public static KernelWorld Create(NetNamespace peer)
    {
        var subject = Namespaces.Make();
        peer.Run("ip", "link", "add", PeerDevice, "type", "veth", "peer", "name", SubjectDevice, "netns", subject.Name);
        peer.Run("ip", "address", "add", PeerAddress + "/24", "broadcast", "+", "dev", PeerDevice);
        peer.Run("ip", "link", "set", PeerDevice, "up");
        subject.Run("ip", "address", "add", SubjectAddress + "/24", "broadcast", "+", "dev", SubjectDevice);
        subject.Run("ip", "link", "set", SubjectDevice, "up");
        return new KernelWorld(peer, subject);
    }

    public override Task BeginAsync(Script script) => Task.CompletedTask;

    public override async Task EndAsync()
    {
        await HealAsync("subject");
        await HealAsync("peer");
        await Subject.ExpectAsync("forget");
        await Peer.ExpectAsync("forget");
    }

    public override Task CutAsync(string who)
    {
        if (who == "subject")
        {
            _subject.Run("ip", "neighbour", "replace", PeerAddress, "lladdr", Nobody, "nud", "permanent", "dev", SubjectDevice);
            _subjectIsCut = true;
        }
        else
        {
            _peer.Run("ip", "neighbour", "replace", SubjectAddress, "lladdr", Nobody, "nud", "permanent", "dev", PeerDevice);
            _peerIsCut = true;
        }

        return Task.CompletedTask;
    }

    public override Task HealAsync(string who)
    {
        if (who == "subject" && _subjectIsCut)
        {
            _subject.Run("ip", "neighbour", "delete", PeerAddress, "dev", SubjectDevice);
            _subjectIsCut = false;
        }
        else if (who == "peer" && _peerIsCut)
        {
            _peer.Run("ip", "neighbour", "delete", SubjectAddress, "dev", PeerDevice);
            _peerIsCut = false;
        }

        return Task.CompletedTask;
    }

    public override Task<string> PingAsync(string who, int octets, bool dontFragment) => who == "subject"
        ? PingAsync(_subject, PeerAddress, octets, dontFragment)
        : PingAsync(_peer, SubjectAddress, octets, dontFragment);

    public async ValueTask DisposeAsync()
    {
        await Subject.DisposeAsync();
        await Peer.DisposeAsync();
        Namespaces.Remove(_subject);
    }
}
