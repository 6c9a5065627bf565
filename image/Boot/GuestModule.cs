using DSoftBus.Image.Modules;

namespace DSoftBus.Image.Boot;

/// <summary>The boot module of this run: the file that the loader put beside the image.</summary>
internal static class GuestModule
{
    private const string FilePath = "/boot/module";

    /// <summary>Reads it and prints one line that says what is in it or what is wrong with it.</summary>
    /// <param name="console">Where the line goes.</param>
    /// <param name="module">The module; null without one, or when it was refused.</param>
    /// <returns>False when there is a module that cannot be used: the machine must not go on without what it was given.</returns>
    public static bool TryRead(SerialConsole console, out BootModule? module)
    {
        module = null;
        var file = new FileInfo(FilePath);
        if (!file.Exists)
            return true;
        ModuleProblem problem = file.Length > ModuleFormat.LargestModule ? ModuleProblem.TooLarge : BootModule.TryParse(File.ReadAllBytes(FilePath), out module);
        if (module is null)
        {
            console.WriteLine($"init: boot module refused: {problem}: {ModuleProblemText.Of(problem)}");
            return false;
        }

        string entries = string.Join(", ", module.Entries.Select(entry => $"{entry.Name} {entry.Contents.Length}"));
        console.WriteLine($"init: boot module, bytes: {(entries.Length > 0 ? entries : "no entries")}");
        return true;
    }
}
