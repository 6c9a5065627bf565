using System.Text;
using DSoftBus.Qemu.GuestTests;
using DSoftBus.Qemu.Launch;
using DSoftBus.Tests.Metal.Runner;

namespace DSoftBus.Tests.Metal;

/// <summary>What a guest writes, by the guest's own code, and what the host's own code makes of it.</summary>
internal static class Transcript
{
    public static GuestExit Success => GuestExit.FromStatus(GuestExit.SuccessStatus);

    /// <summary>The exit of a guest with failed tests.</summary>
    public static GuestExit ProgramExit(int code) => GuestExit.FromStatus(((0x20 + code) << 1) | 1);

    /// <summary>Runs the cases as the guest does; <paramref name="onHang"/> stands for the end of the program.</summary>
    public static IReadOnlyList<string> Of(TestList list, RunWords? words = null, Action? onHang = null)
    {
        using var serial = new MemoryStream();
        new CaseRunner(new FrameWriter(serial), words ?? new RunWords("", Shard.Whole, TimeSpan.FromMinutes(5)), onHang ?? (() => { })).Run(list);
        return Lines(serial);
    }

    public static IReadOnlyList<string> Lines(MemoryStream serial)
        => [.. Encoding.ASCII.GetString(serial.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public static ShardReport Read(IEnumerable<string> lines, GuestExit exit, string crash = "", int shard = 1, int shards = 1)
    {
        var reader = new ResultReader(shard, shards);
        foreach (string line in lines)
            reader.Append(line);
        return reader.Complete(exit, crash);
    }

    /// <summary>Three cases that pass.</summary>
    public static TestList Good()
    {
        var list = new TestList();
        list.Add("Room.Tests.First", static () => default);
        list.Add("Room.Tests.Second", ["value"], ["a b%"], static () => default);
        list.Add("Room.Tests.Third", static async () => await Task.Yield());
        list.LeaveOut("Room.Tests.Golden", LeftOutKind.Snapshot, "uses a file");
        return list;
    }
}
