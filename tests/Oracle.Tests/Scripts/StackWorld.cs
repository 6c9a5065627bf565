using DSoftBus.Tests.Oracle.Captures;
using DSoftBus.Tests.Oracle.Rigs;

namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>Our stack over TAP as the subject; it loses frames by its own device.</summary>
internal sealed class StackWorld(Link link) : World(link.Stack, link.Peer, Link.StackAddress, Link.PeerAddress, "10.77.0")
{
    /// <summary>Of the script that runs.</summary>
    public Capture? Capture { get; private set; }

    public override async Task BeginAsync(Script script)
    {
        Capture = new Capture(script.Name);
        await link.OpenAsync(Capture, script.StackOptions);
    }

    public override async Task EndAsync()
    {
        await link.Stack.ExpectAsync("unplug");
        await link.Peer.ExpectAsync("forget");
    }

    public override Task CutAsync(string who) => link.Stack.ExpectAsync(who == "subject" ? "faults out=1" : "faults in=1");

    public override Task HealAsync(string who) => link.Stack.ExpectAsync(who == "subject" ? "faults out=0" : "faults in=0");

    public override Task<string> PingAsync(string who, int octets, bool dontFragment) => who == "subject"
        ? link.Stack.RunAsync($"ping {Link.PeerAddress} {octets}")
        : PingAsync(link.Home, Link.StackAddress, octets, dontFragment);
}
