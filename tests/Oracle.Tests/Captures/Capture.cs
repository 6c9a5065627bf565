using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.Oracle.Captures;

/// <summary>The capture of one run under <c>artifacts/oracle/</c>; deleted when the test says that it passed, else kept.</summary>
internal sealed class Capture
{
    public Capture(string name)
    {
        string folder = RepositoryRoot.File("artifacts", "oracle");
        Directory.CreateDirectory(folder);
        File = Path.Combine(folder, $"{name}.pcapng");
    }

    public string File { get; }

    public void Delete() => System.IO.File.Delete(File);
}
