using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using DSoftBus.Qemu.Sbom;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus sbom</c>.</summary>
internal static class SbomCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var image = new Option<string>("--image")
        {
            Description = "Guest image; link.map lies beside it, softbus.cdx.json is written there.",
            HelpName = "FILE",
            DefaultValueFactory = _ => Checkout.Image,
        };
        var packages = new Option<string>("--packages")
        {
            Description = "NuGet's lock file of the guest program.",
            HelpName = "FILE",
            DefaultValueFactory = _ => Path.Combine(Checkout.Root, "image", "packages.lock.json"),
        };
        var command = new Command("sbom", "Writes what the image is made of as CycloneDX 1.6.") { image, packages };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(image), parsed.GetRequiredValue(packages), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string image, string packages, TextWriter output, TextWriter error)
    {
        if (ImageFiles.Read(image, error) is not { } map)
            return Program.UsageStatus;
        if (!File.Exists(packages) || LockedPackages.Read(File.ReadAllText(packages)) is not { } locked)
        {
            error.WriteLine($"error: {packages} is no lock file of NuGet.");
            return Program.UsageStatus;
        }

        string name = Path.GetFileName(image);
        IReadOnlyList<SbomComponent> linked = LinkedLibraries.Read(map, path => File.Exists(path) ? Hash(path) : null);
        string document = SbomDocument.Json(name, Hash(image), locked.Concat(linked)).ToJsonString(Indented) + "\n";
        string target = ImageFiles.Beside(image, SbomDocument.FileName);
        File.WriteAllText(target, document);
        output.WriteLine($"bill of materials: {target}, {locked.Count} packages, {linked.Count} libraries and their packages");
        return 0;
    }

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
