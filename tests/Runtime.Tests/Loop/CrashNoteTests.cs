using System.Buffers.Binary;
using System.Text;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Loop;

/// <summary>The note as the shim reads it: kernel-shim/panic/CrashNote.cs.</summary>
public class CrashNoteTests
{
    private const int HeaderSize = 24;
    private const int NameSize = 32;
    private const int RecordSize = NameSize + 8 + (CrashNote.Entries * CrashNote.EntrySize);

    private readonly CrashNote _note;

    public CrashNoteTests()
    {
        Assert.True(CrashNote.TryCreate(new HostMemoryPool(), out CrashNote? note));
        _note = note;
    }

    [Fact]
    public void The_header_tells_the_shape()
    {
        Assert.Equal("NOTE"u8.ToArray(), _note.Memory.Bytes.Span[..4].ToArray());
        Assert.Equal([0, CrashNote.Tasks, CrashNote.Entries, CrashNote.EntrySize, 0], Enumerable.Range(1, 5).Select(word => Word(4 * word)));
        Assert.Equal("loop", Text(HeaderSize, NameSize));
        Assert.InRange(CrashNote.Size, 1, 65536);
    }

    [Fact]
    public void A_ring_keeps_the_last_entries_as_text()
    {
        int task = _note.Register("samgrd");
        Assert.Equal("samgrd", Text(Record(task), NameSize));
        for (int i = 0; i < CrashNote.Entries + 3; i++)
            _note.Add(task, new TraceEntry(new Instant(1_000_000_000 + (i * 1000)), "step", i, -i, ""));
        Assert.Equal(CrashNote.Entries + 3, Word(Record(task) + NameSize));
        Assert.Equal("1.000018 step 18 -18", Entry(task, 2));
        Assert.Equal("1.000003 step 3 -3", Entry(task, 3));
    }

    [Fact]
    public void What_does_not_fit_is_cut_and_what_is_not_ASCII_masked()
    {
        int task = _note.Register(new string('n', 50));
        Assert.Equal(new string('n', NameSize), Text(Record(task), NameSize));
        _note.Add(task, new TraceEntry(Instant.Zero, "caf\u00e9\n", 0, 0, new string('x', 200)));
        Assert.Equal(("0.000000 caf?? " + new string('x', 200))[..CrashNote.EntrySize], Entry(task, 0));
        _note.Add(task, new TraceEntry(Instant.Zero, new string('y', CrashNote.EntrySize - 11), long.MinValue, 1, ""));
        Assert.Equal(CrashNote.EntrySize - 1, Entry(task, 1).TrimEnd().Length + 1);
    }

    [Fact]
    public void Another_generation_gets_the_same_record_emptied()
    {
        int task = _note.Register("samgrd");
        _note.Add(task, new TraceEntry(Instant.Zero, "old", 0, 0, ""));
        Assert.Equal(task, _note.Register("samgrd"));
        Assert.Equal((0, ""), (Word(Record(task) + NameSize), Entry(task, 0)));
    }

    [Fact]
    public void Tasks_beyond_the_table_are_noted_as_the_loop()
    {
        for (int i = 1; i < CrashNote.Tasks; i++)
            Assert.Equal(i, _note.Register($"task{i}"));
        Assert.Equal(CrashNote.Loop, _note.Register("one more"));
        Assert.Equal("loop", Text(HeaderSize, NameSize));
    }

    [Fact]
    public void The_loop_says_whose_work_runs()
    {
        var seen = new List<string>();
        var platform = new VirtualPlatform();
        var loop = new TaskLoop(platform) { CrashNote = _note };
        TaskEntry Task(string name) => new(name, async context =>
        {
            seen.Add(Running());
            await context.DelayAsync(TimeSpan.FromSeconds(1));
            seen.Add(Running());
            context.Trace("done", 7);
        }, RestartPolicy.Never);
        var node = new Node(loop, new TaskManifest("two", Task("first"), Task("second")), new NodeOptions());
        node.Start();
        loop.RunUntil(static () => false, Instant.Zero + TimeSpan.FromSeconds(2));
        Assert.Equal(["first", "second", "first", "second"], seen);
        Assert.Equal("loop", Running()); // nothing to do: nobody runs
        Assert.Equal("1.000000 done 7 0", Entry(_note.Register("nobody") - 1, 0));
    }

    [Fact]
    public void Noting_does_not_allocate()
    {
        int task = _note.Register("samgrd");
        var entry = new TraceEntry(new Instant(123_456_789), "session open", 42, -1, "");
        Note();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            Note();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Note()
        {
            _note.Running(task);
            _note.Add(task, entry);
        }
    }

    private string Running() => Text(Record(Word(4)), NameSize);

    private string Entry(int task, int index) => Text(Record(task) + NameSize + 8 + (index * CrashNote.EntrySize), CrashNote.EntrySize);

    private static int Record(int task) => HeaderSize + (task * RecordSize);

    private int Word(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_note.Memory.Bytes.Span[offset..]);

    private string Text(int offset, int room)
    {
        Span<byte> bytes = _note.Memory.Bytes.Span.Slice(offset, room);
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
