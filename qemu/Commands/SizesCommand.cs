using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using DSoftBus.Qemu.Sizes;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus sizes</c>.</summary>
internal static class SizesCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        Option<bool> json = GuestRunOptions.JsonOption();
        var image = new Option<string>("--image")
        {
            Description = "Guest image; link.map lies beside it, sizes.json is written there.",
            HelpName = "FILE",
            DefaultValueFactory = _ => Checkout.Image,
        };
        var command = new Command("sizes", "Counts the image's bytes by room and package.") { image, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(image), parsed.GetValue(json), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string image, bool json, TextWriter output, TextWriter error)
    {
        if (ImageFiles.Read(image, error) is not { } map)
            return Program.UsageStatus;
        byte[] bytes = File.ReadAllBytes(image);
        SizeTable table = SizeTable.From(map);
        string document = SizeReport.Json(table, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length).ToJsonString(Indented) + "\n";
        File.WriteAllText(ImageFiles.Beside(image, SizeReport.FileName), document);
        if (json)
            output.Write(document);
        else
            SizeReport.Show(Terminal.Open(), table);
        return 0;
    }
}
