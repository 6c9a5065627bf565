using DSoftBus.Qemu.Cable;
using Xunit;

namespace DSoftBus.Tests.Qemu.Cable;

public sealed class SocketFolderTests
{
    [Fact]
    public void AnAbandonedFolderIsRemovedALiveOneIsNot()
    {
        DirectoryInfo parent = Directory.CreateTempSubdirectory("sb-parent-");
        try
        {
            string abandoned = parent.CreateSubdirectory("softbus-dead").FullName;
            File.WriteAllText(Path.Combine(abandoned, "lock"), "");
            File.WriteAllText(Path.Combine(abandoned, "A.vm"), "");
            string foreign = parent.CreateSubdirectory("softbus-without-lock").FullName;

            using SocketFolder first = SocketFolder.Create(parent.FullName);
            using SocketFolder second = SocketFolder.Create(parent.FullName);

            Assert.False(Directory.Exists(abandoned));
            Assert.True(Directory.Exists(foreign));
            Assert.True(Directory.Exists(first.Folder));
            Assert.NotEqual(first.Folder, second.Folder);
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    [Fact]
    public void APathBeyondTheLimitOfTheKernelIsRefused()
    {
        using SocketFolder folder = SocketFolder.Create();
        int room = SocketFolder.LongestPath - folder.Folder.Length - 1;
        Assert.Equal(SocketFolder.LongestPath, folder.PathOf(new string('x', room)).Length);
        Assert.Throws<ArgumentException>(() => folder.PathOf(new string('x', room + 1)));
    }
}
