using DSoftBus.Qemu.Harness;
using Xunit;

namespace DSoftBus.Tests.Qemu.Harness;

public sealed class RunFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("softbus-runs-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void RunsOfOneSecondDifferAndLatestIsTheLast()
    {
        RunFolder first = Create(), second = Create();
        Assert.NotEqual(first.Path, second.Path);
        first.PublishAsLatest();
        second.PublishAsLatest();
        Assert.Equal(second.Id, new FileInfo(Path.Combine(_root.FullName, RunFolder.LatestName)).LinkTarget);
    }

    [Fact]
    public void OldFinishedRunsGoUnfinishedAndLatestStay()
    {
        for (int i = 0; i < 20; i++)
            Finish($"20200101-0000{i:00}-aaaaaa", success: true);
        for (int i = 0; i < 20; i++)
            Finish($"20200102-0000{i:00}-aaaaaa", success: false);
        string running = _root.CreateSubdirectory("20200103-000000-aaaaaa").FullName;
        string abandoned = _root.CreateSubdirectory("20200103-000001-aaaaaa").FullName;
        Directory.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddDays(-3));

        RunFolder now = Create();
        Finish(now.Id, success: true);
        now.RemoveOldRuns(IsSuccess, TimeProvider.System);

        string[] left = [.. Directory.EnumerateDirectories(_root.FullName)];
        Assert.Equal(4, left.Count(IsSuccess));
        Assert.Equal(12, left.Count(run => !IsSuccess(run) && File.Exists(Path.Combine(run, RunFolder.SummaryName))));
        Assert.Contains(now.Path, left);
        Assert.Contains(running, left);
        Assert.DoesNotContain(abandoned, left);
    }

    private RunFolder Create() => RunFolder.Create(_root.FullName, TimeProvider.System);

    private void Finish(string id, bool success) =>
        File.WriteAllText(Path.Combine(_root.CreateSubdirectory(id).FullName, RunFolder.SummaryName), success ? "yes" : "no");

    private static bool IsSuccess(string run) =>
        File.Exists(Path.Combine(run, RunFolder.SummaryName)) && File.ReadAllText(Path.Combine(run, RunFolder.SummaryName)) == "yes";
}
