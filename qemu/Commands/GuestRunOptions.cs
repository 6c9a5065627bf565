using System.CommandLine;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Commands;

/// <summary>The options that every command shares that boots guests.</summary>
internal sealed class GuestRunOptions
{
    private const int LeastMemory = 16;
    private const int MostMemory = 4096;

    public GuestRunOptions(Command command)
    {
        NumberRange.Require(Memory, LeastMemory, MostMemory, " MiB");
        foreach (Option option in new Option[] { Image, Artifacts, Memory, Accelerator, TestKeys, Words, Json })
            command.Options.Add(option);
    }

    public Option<string> Image { get; } = new("--image")
    {
        Description = "Guest image.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Checkout.Image,
    };

    public Option<string> Artifacts { get; } = new("--artifacts")
    {
        Description = "Folder under which the folder of the run is made.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => Checkout.Artifacts,
    };

    public Option<int> Memory { get; } = new("--memory")
    {
        Description = "Memory of each machine in MiB.",
        HelpName = "MIB",
        DefaultValueFactory = _ => 64,
    };

    public Option<AcceleratorChoice> Accelerator { get; } = new("--accel")
    {
        Description = "What executes the guest: tcg, kvm, or auto (kvm if a trial boot works).",
        DefaultValueFactory = _ => AcceleratorChoice.Auto,
    };

    public Option<bool> TestKeys { get; } = new("--test-keys")
    {
        Description = "Published keys and derived random values: the same bytes every time, and no security.",
    };

    public Option<string[]> Words { get; } = new("--word")
    {
        Description = "A further word for the kernel command line; may be repeated.",
        HelpName = "WORD",
        DefaultValueFactory = _ => [],
    };

    public Option<bool> Json { get; } = JsonOption();

    public static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON document instead of text." };
}
