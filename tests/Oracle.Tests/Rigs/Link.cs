using DSoftBus.Qemu.Namespace;
using DSoftBus.Tests.Oracle.Captures;

namespace DSoftBus.Tests.Oracle.Rigs;

/// <summary>The one link of a rig: the kernel's namespace with a TAP device, 10.77.0.1/24; our stack is 10.77.0.2 at its other end.</summary>
internal sealed class Link : IAsyncDisposable
{
    public const string PeerAddress = "10.77.0.1";
    public const string StackAddress = "10.77.0.2";
    public const string Tap = "tap0";

    private readonly NetNamespace _home;

    private Link(NetNamespace home, Runner stack, Runner peer) => (_home, Stack, Peer) = (home, stack, peer);

    public NetNamespace Home => _home;

    /// <summary>Our stack.</summary>
    public Runner Stack { get; }

    /// <summary>The kernel's sockets.</summary>
    public Runner Peer { get; }

    /// <param name="peerAddress">Of the kernel on the TAP device, with its prefix; empty for none.</param>
    public static Link Create(string peerAddress = PeerAddress + "/24")
    {
        var home = Namespaces.Make();
        home.AddTap(Tap, peerAddress);
        return new Link(home, Runner.Start(home, "stack"), Runner.Start(home, "kernel"));
    }

    /// <summary>A new stack, 10.77.0.2/24, on the TAP device with its own capture; it has met the peer.</summary>
    public async Task OpenAsync(Capture capture, string options = "")
    {
        await Stack.ExpectAsync($"open tap={Tap} capture={capture.File} address={StackAddress}/24 {options}");
        await Stack.ExpectAsync($"meet {PeerAddress}");
    }

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        await Peer.DisposeAsync();
        Namespaces.Remove(_home);
    }
}
