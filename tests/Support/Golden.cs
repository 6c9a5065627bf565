using Snapshooter;
using Snapshooter.Xunit;

namespace DSoftBus.Tests.Support;

/// <summary>
/// Golden text under <c>tests/golden/</c>: the one place that knows the snapshot library.
/// </summary>
/// <remarks>
/// A missing snapshot fails when <c>SNAPSHOOTER_STRICT_MODE=true</c>, which this class sets for every run; to accept a new or
/// changed one, run the test with <c>DSOFTBUS_ACCEPT_GOLDEN=1</c>, read the difference, and commit it.
/// </remarks>
public static class Golden
{
    private static readonly bool Accepting = Environment.GetEnvironmentVariable("DSOFTBUS_ACCEPT_GOLDEN") == "1";

    /// <summary>Compares <paramref name="text"/> with the snapshot of that name.</summary>
    /// <param name="name">Folder and file with forward slashes, without the extension: <c>packets/arp-request</c> is <c>tests/golden/packets/__snapshots__/arp-request.snap</c>.</param>
    /// <param name="text">The whole text; line ends are normalised to <c>\n</c>.</param>
    public static void Match(string name, string text)
    {
        string folder = RepositoryRoot.File("tests", "golden", Path.GetDirectoryName(name)!);
        string file = Path.GetFileName(name) + ".snap";
        string normalised = text.ReplaceLineEndings("\n");
        if (Accepting)
        {
            string snapshots = Path.Combine(folder, "__snapshots__");
            Directory.CreateDirectory(snapshots);
            File.WriteAllText(Path.Combine(snapshots, file), normalised);
            return;
        }

        Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "true");
        Snapshot.Match(normalised, new SnapshotFullName(file, folder));
    }
}
