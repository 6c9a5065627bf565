namespace DSoftBus.KernelShim.Panics;

/// <summary>A piece of program memory in which the program keeps the name of its running task and each task's last trace entries, for crash reports.</summary>
/// <remarks>
/// Little-endian. Header of 24 bytes: u32 0x45544F4E ("NOTE"), u32 index of the running task, u32 tasks (1 to 64), u32 entries of
/// each ring (1 to 64), u32 bytes of an entry (8 to 128, a multiple of 8), u32 0. Then the tasks, each a record: 32 bytes of name,
/// u32 entries written so far, u32 0, and the ring; entry n lies at n modulo the ring's length. Texts end at a zero or at their
/// room. The program writes without locks; nothing here trusts it, so a torn or hostile note costs its own lines only.
/// </remarks>
internal static unsafe class CrashNote
{
    public const ulong Smallest = HeaderSize;
    public const ulong Largest = 64 * 1024;

    private const uint Magic = 0x4554_4f4e;
    private const ulong HeaderSize = 24;
    private const ulong NameSize = 32;
    private const ulong RecordHeaderSize = NameSize + 8;
    private const uint MostTasks = 64;
    private const uint MostEntries = 64;
    private const uint SmallestEntry = 8;
    private const uint LargestEntry = 128;

    private static ulong _address;
    private static ulong _length;

    /// <summary>The thread that registered the note; 0 when there is none.</summary>
    public static int Thread { get; private set; }

    /// <summary>Replaces the note; a length of 0 removes it.</summary>
    public static void Set(ulong address, ulong length, int thread)
    {
        _address = address;
        _length = length;
        Thread = length == 0 ? 0 : thread;
    }

    public static void Print()
    {
        if (_length == 0)
            return;
        uint tasks = Word(8);
        uint entries = Word(12);
        uint size = Word(16);
        bool sane = Word(0) == Magic && tasks is >= 1 and <= MostTasks && entries is >= 1 and <= MostEntries
            && size is >= SmallestEntry and <= LargestEntry && size % 8 == 0;
        ulong recordSize = RecordHeaderSize + (ulong)entries * size;
        uint running = Word(4);
        if (!sane || HeaderSize + tasks * recordSize > _length || running >= tasks)
        {
            Report.Text("  task: the program's note is damaged"u8);
            Report.EndLine();
            return;
        }

        ulong record = HeaderSize + running * recordSize;
        Report.Text("  task: "u8);
        Text(record, NameSize);
        Report.Text(" on thread "u8);
        Report.Decimal((ulong)Thread);
        Report.EndLine();
        Ring(record, entries, size);
    }

    private static void Ring(ulong record, uint entries, uint size)
    {
        uint written = Word(record + NameSize);
        uint count = written < entries ? written : entries;
        for (uint n = written - count; n != written; n++)
        {
            Report.Text("  trace: "u8);
            Text(record + RecordHeaderSize + (ulong)(n % entries) * size, size);
            Report.EndLine();
        }
    }

    private static void Text(ulong offset, ulong room)
    {
        for (ulong i = 0; i < room && CrashMemory.TryPeek(_address + offset + i, out byte value) && value != 0; i++)
            Report.Masked(value);
    }

    private static uint Word(ulong offset)
    {
        uint word = 0;
        for (int i = 0; i < sizeof(uint); i++)
        {
            if (!CrashMemory.TryPeek(_address + offset + (ulong)i, out byte value))
                return 0;
            word |= (uint)value << (i * 8);
        }

        return word;
    }
}
