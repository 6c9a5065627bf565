using DSoftBus.Qemu.Sizes;

namespace DSoftBus.Qemu.Commands;

/// <summary>The files that lie beside an image.</summary>
internal static class ImageFiles
{
    public const string MapName = "link.map";

    public static string Beside(string image, string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(image))!, name);

    /// <summary>The image's link map; null after an error message.</summary>
    public static LinkMap? Read(string image, TextWriter error)
    {
        string path = Beside(image, MapName);
        foreach (string file in new[] { image, path })
        {
            if (!File.Exists(file))
            {
                error.WriteLine($"error: there is no file {file}; ./build.sh --target=Image makes it.");
                return null;
            }
        }

        LinkMapProblem problem = LinkMap.Parse(File.ReadAllText(path), out LinkMap? map, out int line);
        if (problem != LinkMapProblem.None)
            error.WriteLine($"error: {path}, line {line}: {problem}.");
        return map;
    }
}
