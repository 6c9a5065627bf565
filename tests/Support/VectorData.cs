namespace DSoftBus.Tests.Support;

/// <summary>The specification's vectors (<c>tests/vectors/*.json</c>), built into this assembly: the same bytes on the host and in the guest, which has no files.</summary>
public static class VectorData
{
    /// <summary>The whole file.</summary>
    /// <param name="name">File name without its extension.</param>
    public static byte[] Read(string name)
    {
        using var stream = typeof(VectorData).Assembly.GetManifestResourceStream($"vectors/{name}.json")
            ?? throw new FileNotFoundException($"There is no tests/vectors/{name}.json in this build.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
