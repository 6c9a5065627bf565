using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Calls.Files;

/// <summary>The program's descriptors, at most <see cref="Capacity"/>.</summary>
internal static unsafe class FileTable
{
    public const int Capacity = 64;

    private const int OpenFileWords = 4;

    private struct Table
    {
        public fixed ulong Files[Capacity * OpenFileWords];
        public fixed byte Descriptors[Capacity]; // index of the open file + 1, or 0
    }

    private static Table _table;

    /// <summary>Opens descriptors 0, 1 and 2 on the serial port.</summary>
    public static void Initialize()
    {
        int console = Open(FileKind.Console, 0, 0);
        Duplicate(console, 0);
        Duplicate(console, 0);
    }

    /// <summary>The open file behind a descriptor, or null.</summary>
    public static OpenFile* Find(ulong descriptor)
    {
        int index = (uint)descriptor < Capacity ? _table.Descriptors[(int)descriptor] : 0;
        return index == 0 ? null : At(index - 1);
    }

    /// <summary>A new descriptor for a new open file, or an error. The page, if any, belongs to the file from then on.</summary>
    public static int Open(FileKind kind, ulong page, ulong length)
    {
        int descriptor = Lowest(0);
        int file = 0;
        while (file < Capacity && At(file)->Kind != FileKind.None)
            file++;
        if (descriptor < 0 || file == Capacity)
            return Error.TooManyFiles;
        OpenFile* opened = At(file);
        *opened = default;
        opened->Kind = kind;
        opened->References = 1;
        opened->Page = page;
        opened->Length = length;
        _table.Descriptors[descriptor] = (byte)(file + 1);
        return descriptor;
    }

    /// <summary>The lowest free descriptor from <paramref name="from"/> on, for the same open file.</summary>
    public static int Duplicate(int descriptor, int from)
    {
        OpenFile* file = Find((ulong)descriptor);
        if (file == null)
            return Error.BadDescriptor;
        int copy = Lowest(from);
        if (copy < 0)
            return Error.TooManyFiles;
        _table.Descriptors[copy] = _table.Descriptors[descriptor];
        file->References++;
        return copy;
    }

    public static int Close(ulong descriptor)
    {
        OpenFile* file = Find(descriptor);
        if (file == null)
            return Error.BadDescriptor;
        _table.Descriptors[(int)descriptor] = 0;
        if (--file->References > 0)
            return 0;
        if (file->Kind is FileKind.PipeReader or FileKind.PipeWriter)
            Pipe.CloseEnd(file);
        else if (file->Page != 0 && file->Kind != FileKind.Module)
            FrameAllocator.Free(file->Page);
        *file = default;
        return 0;
    }

    private static int Lowest(int from)
    {
        for (int i = from < 0 ? Capacity : from; i < Capacity; i++)
        {
            if (_table.Descriptors[i] == 0)
                return i;
        }

        return -1;
    }

    private static OpenFile* At(int index)
    {
        fixed (ulong* words = _table.Files)
            return (OpenFile*)words + index;
    }
}
