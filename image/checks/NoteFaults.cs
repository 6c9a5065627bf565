using System.Buffers.Binary;

namespace DSoftBus.Image.Checks;

/// <summary>Crash notes that lie: each must cost only its own lines of the report.</summary>
internal static unsafe class NoteFaults
{
    private const int Header = 24;
    private const int NameSize = 32;
    private const int RecordHeader = NameSize + 8;
    private const int EntrySize = 16;

    /// <summary>Every word is the largest.</summary>
    public static void Garbage()
    {
        Span<byte> note = Register(1);
        note.Fill(0xff);
        FatalModes.ThrowUnhandled();
    }

    /// <summary>A name and an entry of control characters, without an end; more entries written than 32 bits count.</summary>
    public static void ControlCharacters()
    {
        Span<byte> note = Valid();
        note.Slice(Header, NameSize).Fill((byte)'\n');
        BinaryPrimitives.WriteUInt32LittleEndian(note[(Header + NameSize)..], uint.MaxValue);
        note.Slice(Header + RecordHeader, 2 * EntrySize).Fill(0x9b);
        FatalModes.ThrowUnhandled();
    }

    /// <summary>A note whose memory went away.</summary>
    public static void Unmapped()
    {
        nint address = Machine.MapPages(1);
        Machine.Call(Machine.CrashNote, address, Machine.PageSize);
        Machine.Call(Machine.Unmap, address, Machine.PageSize);
        FatalModes.ThrowUnhandled();
    }

    /// <summary>One record more than the registered length holds.</summary>
    public static void AcrossTheEnd()
    {
        Span<byte> note = Valid();
        BinaryPrimitives.WriteInt32LittleEndian(note[8..], (Machine.PageSize / (RecordHeader + (2 * EntrySize))) + 1);
        FatalModes.ThrowUnhandled();
    }

    private static Span<byte> Valid()
    {
        Span<byte> note = Register(1);
        BinaryPrimitives.WriteUInt32LittleEndian(note, 0x4554_4f4e);
        BinaryPrimitives.WriteInt32LittleEndian(note[8..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(note[12..], 2);
        BinaryPrimitives.WriteInt32LittleEndian(note[16..], EntrySize);
        return note;
    }

    private static Span<byte> Register(int pages)
    {
        nint address = Machine.MapPages(pages);
        Machine.Call(Machine.CrashNote, address, pages * Machine.PageSize);
        return new Span<byte>((void*)address, pages * Machine.PageSize);
    }
}
