using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Forward;
using DSoftBus.Qemu.Tap;
using DSoftBus.Qemu.Tap.Services;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus tap</c>: the project's own network stack on a TAP interface.</summary>
internal static class TapCommand
{
    private const int FailedStatus = 1;
    private const int LeastWindow = 4, MostWindow = 4096;

    public static Command Create() => Create(new Command("tap", "Runs the project's own TCP/IP stack on a TAP interface of this Linux until Ctrl-C, with simple services on it. Prints 'ready' when it has an address, its counters at the end."));

    /// <summary>Gives <paramref name="command"/> the options and what is to be done.</summary>
    public static Command Create(Command command)
    {
        var device = new Option<string>("--device") { Description = "Name of the TAP interface.", HelpName = "NAME", Required = true };
        var create = new Option<bool>("--create") { Description = "Make the interface when there is none; it is down then, and goes away at the end." };
        var address = new Option<Ipv4Network?>("--address") { Description = "Own address and prefix, as 10.77.0.2/24.", HelpName = "ADDRESS/PREFIX", CustomParser = ParseNetwork };
        var dhcp = new Option<bool>("--dhcp") { Description = "Get the address from a DHCP server." };
        var gateway = new Option<Ipv4Address?>("--gateway") { Description = "Router for everything outside of the prefix.", HelpName = "ADDRESS", CustomParser = ParseAddress };
        var hardware = new Option<MacAddress?>("--mac") { Description = "Own hardware address; made of --address unless given.", HelpName = "MAC", CustomParser = ParseHardware };
        var offloads = new Option<string>("--offloads") { Description = "Whether the kernel computes checksums and cuts TCP segments, both ways.", HelpName = "on|off", DefaultValueFactory = _ => "on" };
        offloads.AcceptOnlyFromAmong("on", "off");
        var serve = new Option<ServicePort[]>("--serve") { Description = $"What to listen for; may be repeated: {ServicePort.Words}.", HelpName = "SERVICE", CustomParser = ParseServices, DefaultValueFactory = _ => [] };
        var mtu = new Option<int>("--mtu") { Description = "Largest packet to send, bytes; the interface's unless given.", HelpName = "N" };
        NumberRange.Require(mtu, TapOptions.SmallestMtu, TapOptions.LargestMtu);
        Option<int> buffers = Number("--buffers", "Packet buffers of 2 KiB.", 8192, TapOptions.FewestBuffers, 1 << 18);
        Option<int> receive = Number("--receive-buffer", "KiB that a connection may receive ahead, a power of two.", 4096, LeastWindow, MostWindow);
        receive.Validators.Add(result =>
        {
            if (result.Tokens is [.., var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out int kib) && !int.IsPow2(kib))
                result.AddError("--receive-buffer must be a power of two.");
        });
        Option<int> send = Number("--send-buffer", "KiB that a connection may have unacknowledged.", 256, LeastWindow, MostWindow);
        Option<bool> json = ForwardCommand.JsonLines();
        foreach (Option option in new Option[] { device, create, address, dhcp, gateway, hardware, offloads, serve, mtu, buffers, receive, send, json })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            // Only whether it is there: its value may be what another complaint is about.
            if (result.GetResult(address) is null != result.GetValue(dhcp))
                result.AddError("Give either --address or --dhcp.");
        });
        command.SetAction((parsed, cancel) =>
        {
            Ipv4Network? network = parsed.GetValue(address);
            var options = new TapOptions(parsed.GetRequiredValue(device), parsed.GetValue(hardware) ?? HostStack.HardwareFor(network?.Address ?? RandomHost()))
            {
                Create = parsed.GetValue(create),
                Offloads = parsed.GetRequiredValue(offloads) == "on",
                BufferCount = parsed.GetValue(buffers),
                Mtu = parsed.GetValue(mtu) is > 0 and var given ? given : null,
            };
            var node = new TapNodeOptions
            {
                Network = network,
                Gateway = parsed.GetValue(gateway),
                Services = parsed.GetRequiredValue(serve),
                ReceiveBuffer = parsed.GetValue(receive) * 1024,
                SendBuffer = parsed.GetValue(send) * 1024,
            };
            return RunAsync(options, node, new TapView(parsed.InvocationConfiguration, parsed.GetValue(json)), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(TapOptions options, TapNodeOptions nodeOptions, TapView view, CancellationToken cancel)
    {
        TapOpenResult opened = TapDevice.Open(options);
        if (!opened.IsOk)
            return view.Failed(opened.Status.ToString(), opened.Message, FailedStatus);
        using TapDevice device = opened.Device;
        using var node = new TapNode(device, nodeOptions);
        if (node.Start() is { } taken)
            return view.Failed("PortTaken", $"--serve: port {taken.Port} is given twice.", Program.UsageStatus);
        using (cancel.Register(node.Stop))
            await Task.Factory.StartNew(() => node.Run(() => view.Ready(device, node)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        view.Ended(node);
        return device.IsGone ? view.Failed("Gone", $"The interface '{device.Name}' was deleted.", FailedStatus) : 0;
    }

    // Without an address of its own a machine must still have a hardware address that no other has.
    private static Ipv4Address RandomHost() => new((uint)Random.Shared.NextInt64(1, uint.MaxValue));

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        NumberRange.Require(option, least, most);
        return option;
    }

    private static Ipv4Network? ParseNetwork(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        string[] parts = text.Split('/');
        if (parts.Length == 2 && Ipv4Address.TryParse(parts[0], out Ipv4Address address) && address.IsUsableHost
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int prefix) && prefix is >= 1 and <= 32)
            return new Ipv4Network(address, prefix);
        result.AddError($"--address: '{text}' is not a host's address with its prefix, as 10.77.0.2/24.");
        return null;
    }

    private static Ipv4Address? ParseAddress(ArgumentResult result)
    {
        if (Ipv4Address.TryParse(result.Tokens[^1].Value, out Ipv4Address address) && address.IsUsableHost)
            return address;
        result.AddError($"--gateway: '{result.Tokens[^1].Value}' is not the IPv4 address of a host.");
        return null;
    }

    private static MacAddress? ParseHardware(ArgumentResult result)
    {
        if (MacAddress.TryParse(result.Tokens[^1].Value, out MacAddress address) && !address.IsMulticast)
            return address;
        result.AddError($"--mac: '{result.Tokens[^1].Value}' is not the hardware address of one machine, as 02:00:00:00:00:01.");
        return null;
    }

    private static ServicePort[] ParseServices(ArgumentResult result)
    {
        var all = new List<ServicePort>();
        foreach (Token token in result.Tokens)
        {
            if (!ServicePort.TryParse(token.Value, out IReadOnlyList<ServicePort> services))
                result.AddError($"--serve: '{token.Value}' is not {ServicePort.Words}.");
            all.AddRange(services);
        }

        return [.. all];
    }
}
