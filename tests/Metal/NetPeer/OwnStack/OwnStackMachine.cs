using DSoftBus.Image.Boot;
using DSoftBus.Image.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Platform.Guest;

namespace DSoftBus.Tests.Metal.NetPeer.OwnStack;

/// <summary>Our guest: device, stack and server on one loop, with no task in between.</summary>
internal static class OwnStackMachine
{
    private const int NoDevice = 3;

    public static int Run(string[] words)
    {
        var console = new SerialConsole();
        var platform = new GuestPlatform();
        var loop = new TaskLoop(platform);
        var memory = new GuestMemoryPool();
        GuestMachine machine = GuestMachine.Discover(console);
        IEntropy entropy = new GuestEntropySource(machine.Entropy, platform, loop, memory, console).Gather();
        if (new GuestNetwork(machine.Network, platform, memory, console, BootParameters.Parse(string.Join(' ', words))).Open(loop) is not { } device)
            return NoDevice;
        console.WriteLine($"netpeer: device offers {device.Features}, segmentation limit {device.SegmentationLimit}");
        var server = new PeerServer(loop, device, entropy, console, waitForLease: words.Contains("dhcp"));
        loop.Start(server.RunAsync);
        loop.Run();
        return 0;
    }
}
