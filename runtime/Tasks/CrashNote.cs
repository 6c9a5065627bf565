using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Runtime.Tasks;

/// <summary>Keeps the running task and every task's last trace entries as text in native memory, where the kernel shim finds them when it prints a crash report.</summary>
/// <remarks>
/// The format is the shim's (kernel-shim/panic/CrashNote.cs), little-endian: a header of 24 bytes, then one record per task (32 bytes
/// of name, u32 entries written, u32 0, a ring of texts). Only the loop thread writes. A switch of tasks is one store, an entry is
/// formatted in place; neither allocates. Without a note (on the host) nothing of this exists.
/// </remarks>
public sealed class CrashNote
{
    /// <summary>Tasks that get a record; later ones are noted as the loop.</summary>
    public const int Tasks = 24;

    /// <summary>Entries that are kept of each task.</summary>
    public const int Entries = 16;

    /// <summary>Bytes of an entry; longer texts are cut.</summary>
    public const int EntrySize = 80;

    /// <summary>Bytes of native memory that a note takes.</summary>
    public const int Size = HeaderSize + (Tasks * RecordSize);

    private const uint Magic = 0x4554_4f4e;
    private const int RunningOffset = 4;
    private const int TasksOffset = 8;
    private const int EntriesOffset = 12;
    private const int EntrySizeOffset = 16;
    private const int HeaderSize = 24;
    private const int NameSize = 32;
    private const int RecordHeaderSize = NameSize + 8;
    private const int RecordSize = RecordHeaderSize + (Entries * EntrySize);

    /// <summary>The number of work that belongs to no task.</summary>
    internal const int Loop = 0;

    private readonly List<string> _names = [];

    private CrashNote(PinnedMemory memory)
    {
        Memory = memory;
        Span<byte> bytes = memory.Bytes.Span[..Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[TasksOffset..], Tasks);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[EntriesOffset..], Entries);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[EntrySizeOffset..], EntrySize);
        Register("loop");
    }

    /// <summary>Where the note lies; it must outlive its registration with the shim.</summary>
    public PinnedMemory Memory { get; }

    /// <summary>A note in memory of <paramref name="pool"/>; false when the pool has none left.</summary>
    public static bool TryCreate(IMemoryPool pool, [NotNullWhen(true)] out CrashNote? note)
    {
        ArgumentNullException.ThrowIfNull(pool);
        note = pool.TryAllocate(Size, out PinnedMemory? memory) ? new CrashNote(memory) : null;
        return note is not null;
    }

    /// <summary>The number of the task with this name; another generation gets the same, and an empty ring.</summary>
    internal int Register(string name)
    {
        int number = _names.IndexOf(name);
        if (number < 0)
        {
            if (_names.Count == Tasks)
                return Loop;
            number = _names.Count;
            _names.Add(name);
        }

        Span<byte> record = Record(number);
        record.Clear();
        new CrashText(record[..NameSize]).Add(name);
        return number;
    }

    /// <summary>From now on work of this task runs.</summary>
    internal void Running(int task) => BinaryPrimitives.WriteInt32LittleEndian(Memory.Bytes.Span[RunningOffset..], task);

    internal void Add(int task, in TraceEntry entry)
    {
        Span<byte> record = Record(task);
        Span<byte> counter = record[NameSize..];
        uint written = BinaryPrimitives.ReadUInt32LittleEndian(counter);
        Span<byte> room = record.Slice(RecordHeaderSize + ((int)(written % Entries) * EntrySize), EntrySize);
        room.Clear();
        var text = new CrashText(room);
        text.Add(entry.At);
        text.Add(" ");
        text.Add(entry.Name);
        text.Add(" ");
        if (entry.Detail.Length > 0)
        {
            text.Add(entry.Detail);
        }
        else
        {
            text.Add(entry.A);
            text.Add(" ");
            text.Add(entry.B);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(counter, written + 1);
    }

    private Span<byte> Record(int task) => Memory.Bytes.Span.Slice(HeaderSize + (task * RecordSize), RecordSize);
}
