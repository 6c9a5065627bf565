using System.CommandLine;
using System.Net.Sockets;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Forward;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus forward</c>: ports of guests on a cable, as ports of this host.</summary>
internal static class ForwardCommand
{
    private const int FailedStatus = 1;
    private const int PrefixLength = 24;

    private static Ipv4Address DefaultAddress { get; } = new(10, 42, 0, 1);

    public static Command Create()
    {
        var local = new Option<string>("--local") { Description = "Socket to bind: local.path of the cable's -netdev option.", HelpName = "PATH", Required = true };
        var remote = new Option<string>("--remote") { Description = "Socket of the cable: remote.path of its -netdev option.", HelpName = "PATH", Required = true };
        Option<Publication[]> publish = PublishOption.Create("[ADDRESS:]PORT=GUEST:PORT", "Listen on PORT of this host and connect to PORT of GUEST", Publication.TryParse);
        publish.Required = true;
        var address = new Option<Ipv4Address?>("--address")
        {
            Description = $"Own address on the cable, in a network of {PrefixLength} bits; {DefaultAddress} unless given.",
            HelpName = "ADDRESS",
            CustomParser = result =>
            {
                if (!Ipv4Address.TryParse(result.Tokens[^1].Value, out Ipv4Address own) || !own.IsUsableHost)
                    result.AddError($"--address: '{result.Tokens[^1].Value}' is not the IPv4 address of a host.");
                return own;
            },
        };
        var capture = new Option<string?>("--capture") { Description = "Record what passes here into this pcapng file.", HelpName = "FILE" };
        Option<bool> json = JsonLines();
        var command = new Command("forward", "Carries connections from loopback ports of this host to guests on a cable, until Ctrl-C. It plugs into the cable as a machine does.")
        {
            local, remote, publish, address, capture, json,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed, new Plug(parsed.GetRequiredValue(local), parsed.GetRequiredValue(remote), parsed.GetValue(address) ?? DefaultAddress),
            parsed.GetRequiredValue(publish), parsed.GetValue(capture), parsed.GetValue(json), cancel));
        return command;
    }

    /// <summary>The option of commands that go on until they are ended: what happens is told as it happens.</summary>
    public static Option<bool> JsonLines() => new("--json") { Description = "Print one JSON object per line instead of text." };

    private static async Task<int> RunAsync(ParseResult parsed, Plug plug, Publication[] publications, string? capturePath, bool json, CancellationToken cancel)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        var network = new Ipv4Network(plug.Address, PrefixLength);
        if (Array.Find(publications, publication => !network.Contains(publication.Guest)) is { } stray)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: --publish: {stray.Guest} is not in the network of --address, {network}.\nTry 'softbus forward --help'.");
            return Program.UsageStatus;
        }

        try
        {
            using CaptureFile? capture = capturePath is null ? null : CaptureFile.Create(capturePath);
            await using var cable = new CableSwitch(capture);
            cable.AttachUplink("uplink", plug.Local, plug.Remote);
            await using ForwardNode node = ForwardNode.Start(cable, "forward", network, publications);
            foreach (Publication publication in node.Publications)
                await output.WriteLineAsync(json ? ForwardEvents.Forwarding(publication).ToJsonString() : $"forwarding {publication}");
            await Task.WhenAny(node.Ended, Task.Delay(Timeout.InfiniteTimeSpan, cancel));
            await node.StopAsync();
            await output.WriteLineAsync(json ? ForwardEvents.Ended(node).ToJsonString() : $"ended, {node.Forwarded} connections forwarded, {node.Refused} refused");
            return 0;
        }
        catch (Exception problem) when (problem is IOException or SocketException or UnauthorizedAccessException or ArgumentException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {Explain(problem, plug)}");
            return FailedStatus;
        }
    }

    private static string Explain(Exception problem, Plug plug) => problem switch
    {
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"{plug.Local} exists: another node is plugged in there; or one was killed, then remove the file.",
        SocketException => $"cannot bind {plug.Local}: {problem.Message}",
        ArgumentException => $"{plug.Local} or {plug.Remote} is no path for a unix socket (at most {SocketFolder.LongestPath} bytes).",
        _ => problem.Message,
    };

    private sealed record Plug(string Local, string Remote, Ipv4Address Address);
}
