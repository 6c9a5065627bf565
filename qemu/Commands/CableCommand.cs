using System.CommandLine;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Capture;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus cable</c>: the switch on its own, for machines that a person starts by hand.</summary>
internal static class CableCommand
{
    private const int MostPorts = 16;

    public static Command Create()
    {
        var command = new Command("cable", "Runs a switch on its own until Ctrl-C. Prints the -netdev option for each machine that is to plug in.");
        var ports = new Option<int>("--ports") { Description = $"Number of machines, 1 to {MostPorts}.", HelpName = "N", DefaultValueFactory = _ => 2 };
        NumberRange.Require(ports, 1, MostPorts);
        var capture = new Option<string?>("--capture") { Description = "Record everything into this pcapng file.", HelpName = "FILE" };
        var gateway = new Option<bool>("--gateway") { Description = "Plug in a gateway with DHCP, echo and DNS (10.0.2.2, 10.0.2.3)." };
        Option<bool> json = GuestRunOptions.JsonOption();
        foreach (Option option in new Option[] { ports, capture, gateway, json })
            command.Options.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            using SocketFolder sockets = SocketFolder.Create();
            using CaptureFile? writer = parsed.GetValue(capture) is { } path ? CaptureFile.Create(path) : null;
            await using var cable = new CableSwitch(writer);
            if (parsed.GetValue(gateway))
                VirtualGateway.Attach(cable);
            UnixPort[] plugs = [.. Enumerable.Range(1, parsed.GetValue(ports)).Select(n => cable.AttachMachine($"vm{n}", sockets))];
            if (parsed.GetValue(json))
                Console.WriteLine(new JsonArray([.. plugs.Select(p => new JsonObject { ["name"] = p.Name, ["machine"] = p.MachinePath, ["switch"] = p.SwitchPath })]).ToJsonString());
            else
                foreach (UnixPort plug in plugs)
                    Console.WriteLine($"-netdev dgram,id=n0,local.type=unix,local.path={plug.MachinePath},remote.type=unix,remote.path={plug.SwitchPath}");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return 0;
        });
        return command;
    }
}
