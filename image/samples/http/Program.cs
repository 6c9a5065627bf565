using DSoftBus.Image.Boot;
using DSoftBus.Image.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Samples.Httpd;

namespace DSoftBus.Samples;

/// <summary>An HTTP/1.1 server on the project's own network stack: two tasks, netstackd and httpd, in one guest.</summary>
internal static class Program
{
    private const int WrongMachine = 2;

    private static int Main(string[] words)
    {
        if (!GuestKernel.IsPresent)
        {
            Console.Error.WriteLine("This program drives the network card itself: boot http.elf, as image/samples/README.md shows.");
            return WrongMachine;
        }

        var console = new SerialConsole();
        var platform = new GuestPlatform();
        var loop = new TaskLoop(platform);
        var memory = new GuestMemoryPool();
        GuestMachine machine = GuestMachine.Discover(console);
        var boot = BootParameters.Parse(string.Join(' ', words));
        var network = new GuestNetwork(machine.Network, platform, memory, console, boot);
        var entropy = new GuestEntropySource(machine.Entropy, platform, loop, memory, console).Gather();
        var node = new Node(loop, HttpManifest.Create(new GuestMachineFacts(loop.Clock), new HttpdSettings()), new NodeOptions
        {
            Name = "http",
            Boot = boot,
            Entropy = _ => entropy,
            Markers = console,
            OpenDevice = (kind, deviceLoop) => kind == DeviceKind.VirtioNet ? network.Open(deviceLoop) : null,
            Memory = memory,
        });
        node.Start();
        loop.Run();
        return 0;
    }
}
