using System.CommandLine;
using System.Text.Json.Nodes;
using DSoftBus.Image.Modules;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus module</c>: makes and lists boot modules (image/Modules/README.md).</summary>
internal static class ModuleCommand
{
    /// <summary>The file is no good module.</summary>
    private const int BadModuleStatus = 1;

    public static Command Create()
    {
        var entries = new Argument<string[]>("NAME=FILE")
        {
            Description = $"Files to put in, at most {ModuleFormat.MostEntries}; names of 1 to {ModuleFormat.LongestName} characters a-z 0-9 . - _.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var target = new Option<string?>("--out") { Description = "The module to write.", HelpName = "FILE" };
        var listed = new Option<string?>("--list") { Description = "The module to look into.", HelpName = "FILE" };
        Option<bool> json = GuestRunOptions.JsonOption();
        var command = new Command("module", "Makes a boot module of files, or lists one; 'softbus boot --module FILE' hands it to the guest.") { entries, target, listed, json };
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
            string[] files = parsed.GetValue(entries) ?? [];
            return (parsed.GetValue(target), parsed.GetValue(listed)) switch
            {
                ({ } path, null) => Make(path, files, parsed.GetValue(json), output, error),
                (null, { } path) when files.Length == 0 => List(path, parsed.GetValue(json), output, error),
                _ => Fail(error, "give either --out FILE with NAME=FILE arguments, or --list FILE."),
            };
        });
        return command;
    }

    /// <summary>The module in a file; null after an error message.</summary>
    public static BootModule? Read(string path, TextWriter error)
    {
        if (!File.Exists(path))
        {
            Fail(error, $"there is no file {path}.");
            return null;
        }

        ModuleProblem problem = TryRead(path, out BootModule? module);
        if (module is null)
            Fail(error, $"{path} is no boot module: {problem}: {ModuleProblemText.Of(problem)}.");
        return module;
    }

    private static int Make(string path, string[] files, bool json, TextWriter output, TextWriter error)
    {
        var entries = new List<ModuleEntry>();
        foreach (string file in files)
        {
            int sign = file.IndexOf('=', StringComparison.Ordinal);
            string source = file[(sign + 1)..];
            if (sign <= 0 || !ModuleFormat.IsName(file.AsSpan(0, sign)))
                return Fail(error, $"'{file}' is not NAME=FILE with a name of 1 to {ModuleFormat.LongestName} characters a-z 0-9 . - _.");
            if (!File.Exists(source))
                return Fail(error, $"there is no file {source}.");
            if (new FileInfo(source).Length > ModuleFormat.LargestModule)
                return Fail(error, $"{source}: {ModuleProblemText.Of(ModuleProblem.TooLarge)}.");
            entries.Add(new ModuleEntry(file[..sign], File.ReadAllBytes(source)));
        }

        ModuleProblem problem = BootModule.TryWrite(entries, out byte[] bytes);
        if (problem != ModuleProblem.None)
            return Fail(error, $"no module can be made of these files: {ModuleProblemText.Of(problem)}.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllBytes(path, bytes);
        Show(path, entries, json, output);
        return 0;
    }

    private static int List(string path, bool json, TextWriter output, TextWriter error)
    {
        if (!json || !File.Exists(path))
        {
            if (Read(path, error) is not { } good)
                return File.Exists(path) ? BadModuleStatus : Program.UsageStatus;
            Show(path, good.Entries, json, output);
            return 0;
        }

        ModuleProblem problem = TryRead(path, out BootModule? module);
        Write(path, problem, module?.Entries ?? [], output);
        return module is null ? BadModuleStatus : 0;
    }

    private static ModuleProblem TryRead(string path, out BootModule? module)
    {
        module = null;
        return new FileInfo(path).Length > ModuleFormat.LargestModule ? ModuleProblem.TooLarge : BootModule.TryParse(File.ReadAllBytes(path), out module);
    }

    private static void Show(string path, IReadOnlyCollection<ModuleEntry> entries, bool json, TextWriter output)
    {
        if (json)
        {
            Write(path, ModuleProblem.None, entries, output);
            return;
        }

        output.WriteLine($"{path}: {entries.Count} entries, {new FileInfo(path).Length} bytes");
        foreach (ModuleEntry entry in entries)
            output.WriteLine($"  {entry.Name,-ModuleFormat.LongestName} {entry.Contents.Length,8}");
    }

    private static void Write(string path, ModuleProblem problem, IReadOnlyCollection<ModuleEntry> entries, TextWriter output) => output.WriteLine(new JsonObject
    {
        ["module"] = path,
        ["problem"] = problem == ModuleProblem.None ? null : problem.ToString(),
        ["entries"] = new JsonArray([.. entries.Select(entry => new JsonObject { ["name"] = entry.Name, ["bytes"] = entry.Contents.Length })]),
    }.ToJsonString());

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine($"error: {message}");
        return Program.UsageStatus;
    }
}
