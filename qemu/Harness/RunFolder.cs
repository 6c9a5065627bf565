using System.Globalization;
using System.Security.Cryptography;

namespace DSoftBus.Qemu.Harness;

/// <summary>The folder of one run, its link <c>latest</c>, and how long old runs are kept.</summary>
/// <remarks>
/// Kept: 4 successes, 12 failures, 3072 MiB and 14 days; the newest finished run always. A run without <c>summary.json</c> is
/// still going on and is not touched, unless it is a day old: then its harness was killed.
/// </remarks>
public sealed class RunFolder
{
    public const string SummaryName = "summary.json";
    public const string LatestName = "latest";

    private const int KeptSuccesses = 4;
    private const int KeptFailures = 12;
    private const long KeptBytes = 3072L << 20;
    private static readonly TimeSpan KeptAge = TimeSpan.FromDays(14);
    private static readonly TimeSpan AbandonedAge = TimeSpan.FromDays(1);

    private readonly string _root;

    private RunFolder(string root, string id)
    {
        _root = root;
        Id = id;
        Path = System.IO.Path.Combine(root, id);
    }

    /// <summary>Unique also among harnesses that start in the same second in the same clone.</summary>
    public string Id { get; }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder of a new run below <paramref name="root"/>.</summary>
    public static RunFolder Create(string root, TimeProvider clock)
    {
        string stamp = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var run = new RunFolder(System.IO.Path.GetFullPath(root), $"{stamp}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}");
        Directory.CreateDirectory(run.Path);
        return run;
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Points <c>latest</c> at this run; the last of several harnesses wins.</summary>
    public void PublishAsLatest()
    {
        string link = System.IO.Path.Combine(_root, LatestName);
        for (int attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                if (new FileInfo(link).LinkTarget is not null)
                    File.Delete(link);
                File.CreateSymbolicLink(link, Id);
                return;
            }
            catch (IOException)
            {
                // Another harness made its link between our two steps.
            }
        }
    }

    /// <summary>Removes old finished runs. <paramref name="isSuccess"/> tells from a run's folder whether it succeeded.</summary>
    public void RemoveOldRuns(Func<string, bool> isSuccess, TimeProvider clock)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        int successes = 0, failures = 0;
        long bytes = 0;
        foreach (DirectoryInfo run in Runs().OrderByDescending(run => run.Name, StringComparer.Ordinal))
        {
            TimeSpan age = now - run.LastWriteTimeUtc;
            if (!File.Exists(System.IO.Path.Combine(run.FullName, SummaryName)))
            {
                if (age > AbandonedAge)
                    Remove(run);
                continue;
            }

            bytes += run.EnumerateFiles().Sum(file => file.Length);
            bool surplus = isSuccess(run.FullName) ? ++successes > KeptSuccesses : ++failures > KeptFailures;
            if (run.Name != Id && successes + failures > 1 && (surplus || bytes > KeptBytes || age > KeptAge))
                Remove(run);
        }
    }

    private IEnumerable<DirectoryInfo> Runs() => new DirectoryInfo(_root).EnumerateDirectories().Where(run => run.LinkTarget is null);

    private static void Remove(DirectoryInfo run)
    {
        try
        {
            run.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Another harness removes it too, or someone stands in it: the next run tries again.
        }
    }
}
