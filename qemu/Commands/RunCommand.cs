using System.CommandLine;
using DSoftBus.Qemu.Forward;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Running;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus run</c>: any packed program as a guest, with its ports on this host.</summary>
internal static class RunCommand
{
    private const int LeastMemory = 16;
    private const int MostMemory = 4096;

    public static Command Create()
    {
        var image = new Argument<string>("IMAGE") { Description = "A packed program, NAME.elf." };
        Option<Publication[]> publish = PublishOption.Create(
            "[ADDRESS:]PORT:GUESTPORT", $"Listen on PORT of this host and connect to GUESTPORT of the guest, which has the address {GuestRun.Guest}",
            static (string text, out Publication? publication) => Publication.TryParse(text, GuestRun.Guest, out publication));
        var memory = new Option<int>("--memory") { Description = "Memory of the machine in MiB.", HelpName = "MIB", DefaultValueFactory = _ => 64 };
        NumberRange.Require(memory, LeastMemory, MostMemory, " MiB");
        var accelerator = new Option<Accelerator>("--accel") { Description = "What executes the guest.", DefaultValueFactory = _ => Accelerator.Tcg };
        var words = new Option<string[]>("--word") { Description = "A word for the kernel command line, which the program gets as an argument; may be repeated.", HelpName = "WORD", DefaultValueFactory = _ => [] };
        var capture = new Option<string?>("--capture") { Description = "Record the guest's network into this pcapng file.", HelpName = "FILE" };
        var tap = new Option<string?>("--tap") { Description = "Plug the guest into this TAP interface of the host instead of a cable; make it first: ip tuntap add NAME mode tap user YOU.", HelpName = "NAME" };
        var offloads = new Option<string>("--offloads") { Description = "Whether the guest may leave checksums and segments to this machine's kernel, with --tap.", HelpName = "on|off", DefaultValueFactory = _ => "on" };
        offloads.AcceptOnlyFromAmong("on", "off");
        Option<bool> json = ForwardCommand.JsonLines();
        var command = new Command("run", "Boots a packed program on a cable of its own or a TAP interface, prints its serial line, forwards ports, and ends as the program ends, or with Ctrl-C.")
        {
            image, publish, memory, accelerator, words, capture, tap, offloads, json,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(tap) is not null && (parsed.GetValue(publish) is { Length: > 0 } || parsed.GetValue(capture) is not null))
                parsed.AddError("--publish and --capture belong to the cable: on --tap this machine reaches the guest by its address, and tcpdump records it.");
            else if (parsed.GetValue(tap) is null && parsed.GetResult(offloads) is { Implicit: false })
                parsed.AddError("--offloads needs --tap: the cable has none.");
        });
        command.SetAction((parsed, cancel) =>
        {
            string? device = parsed.GetValue(tap);
            IReadOnlyList<string> without = parsed.GetRequiredValue(offloads) == "off" ? TapLink.Offloads : [];
            var run = new GuestRun(parsed.GetRequiredValue(image))
            {
                Publications = parsed.GetValue(publish) ?? [],
                MemoryMebibytes = parsed.GetValue(memory),
                Accelerator = parsed.GetValue(accelerator),
                Words = parsed.GetRequiredValue(words),
                Capture = parsed.GetValue(capture),
                Tap = device is null ? null : new TapLink(device) { Without = without },
            };
            IRunOutput output = parsed.GetValue(json)
                ? new JsonRunOutput(parsed.InvocationConfiguration.Output)
                : new TextRunOutput(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return run.ExecuteAsync(output, cancel);
        });
        return command;
    }
}
