namespace DSoftBus.Qemu.Commands;

/// <summary>Default paths of the command line: those of the checkout that the program runs in.</summary>
internal static class Checkout
{
    /// <summary>The folder with <c>build.cake</c> above the working folder or above the program; the working folder if there is none.</summary>
    public static string Root { get; } = Find(Environment.CurrentDirectory) ?? Find(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    public static string Image { get; } = Path.Combine(Root, "artifacts", "image", "softbus.elf");

    /// <summary>Names and lines of the image.</summary>
    public static string Symbols { get; } = Path.Combine(Root, "artifacts", "image", "softbus.symbols");

    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    private static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "build.cake")))
                return folder.FullName;
        }

        return null;
    }
}
