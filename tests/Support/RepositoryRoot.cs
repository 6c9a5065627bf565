namespace DSoftBus.Tests.Support;

/// <summary>Finds files of the checkout from a test assembly, wherever the build put it.</summary>
public static class RepositoryRoot
{
    public static string Directory { get; } = Find();

    public static string File(params string[] parts) => Path.Combine([Directory, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "build.cake")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No build.cake above {AppContext.BaseDirectory}: the tests must run inside a checkout.");
    }
}
